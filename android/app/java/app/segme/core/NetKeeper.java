// Keeps the net that the settings ask for, and falls back where it cannot be had: from GPU or NNAPI to the CPU, and
// then to the app's own fast net. Every fall is said once, with what runs instead.
package app.segme.core;

import java.util.EnumSet;

final class NetKeeper {
  private static final String OWN = "fast";
  private final Nets nets;
  private final Screen screen;
  private final EnumSet<Device> broken = EnumSet.noneOf(Device.class);
  private Net net;
  private String model;
  private String refused = ""; // a model that cannot be used
  private Device asked;
  private Device running;
  private int threads;
  private boolean lost;

  NetKeeper(Nets nets, Screen screen) {
    this.nets = nets;
    this.screen = screen;
  }

  String device() {
    return net == null ? "" : net.device();
  }

  /** The net, loaded when something changed; null where none can run (the screen says why). */
  Net get(String wanted, Device device, int count) {
    boolean same = wanted.equals(model) && device == asked && count == threads;
    if (same && (net != null || lost)) return net;
    if (!wanted.equals(model)) broken.clear(); // another net may run where this one does not
    if (device != asked) broken.remove(device); // asked for anew
    model = wanted;
    asked = device;
    threads = count;
    lost = false;
    load(broken.contains(device) ? Device.CPU : device);
    return net;
  }

  private void load(Device device) {
    close();
    String name = model.equals(refused) ? OWN : model;
    try {
      net = nets.open(name, device, threads);
      running = device;
    } catch (Net.Failure problem) {
      fall(device, problem);
    }
  }

  private void fall(Device device, Net.Failure problem) {
    if (device != Device.CPU) {
      broken.add(device);
      load(Device.CPU);
      if (net != null) screen.tell(Say.DEVICE_FELL_BACK, problem.getMessage(), net.device());
    } else if (!model.equals(OWN) && !model.equals(refused)) {
      refused = model;
      screen.tell(Say.NET_FAILED, problem.getMessage());
      load(asked);
    } else {
      lost = true;
      screen.hold(Say.NET_FAILED, problem.getMessage());
    }
  }

  /** The net failed at a frame. */
  void failed(Net.Failure problem) {
    Device device = running;
    close();
    fall(device, problem);
  }

  void close() {
    if (net != null) net.close();
    net = null;
  }
}
