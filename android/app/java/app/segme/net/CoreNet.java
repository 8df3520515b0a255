// A net that TensorFlow Lite runs.
package app.segme.net;

import app.segme.core.Card;
import app.segme.core.Device;
import app.segme.core.Look;
import app.segme.core.Net;
import java.nio.ByteBuffer;

public final class CoreNet implements Net {
  private final ByteBuffer bytes; // has to live as long as the net
  private final Card card;
  private final String device;
  private long handle;

  /** @param lite,gpu libraries of TensorFlow Lite and of its GPU delegate */
  public CoreNet(ByteBuffer bytes, Card card, Device device, int threads, String lite, String gpu) throws Failure {
    this.bytes = bytes;
    this.card = card;
    try {
      handle = Core.netOpen(bytes, card.text(), device.ordinal(), threads, lite, gpu);
      this.device = Core.netDevice(handle);
    } catch (CoreException problem) {
      throw new Failure(problem.getMessage());
    }
  }

  @Override
  public Card card() {
    return card;
  }

  @Override
  public void run(Look look, float threshold) throws Failure {
    try {
      Core.netRun(handle, look.picture, look.grain * look.width, look.grain * look.height, look.matte, look.width,
          look.height);
      Core.netFit(handle, look.matte, look.width, look.height, threshold, look.reduced, look.frameWidth,
          look.frameHeight, look.models);
    } catch (CoreException problem) {
      throw new Failure(problem.getMessage());
    }
  }

  /** The matte alone, of a picture of any size. */
  public void run(ByteBuffer rgba, int width, int height, ByteBuffer matte) throws Failure {
    try {
      Core.netRun(handle, rgba, width, height, matte, width, height);
    } catch (CoreException problem) {
      throw new Failure(problem.getMessage());
    }
  }

  /** For pipelines whose mattes this net finds. */
  long handle() {
    return handle;
  }

  @Override
  public long micros() {
    return Core.netMicros(handle);
  }

  @Override
  public String device() {
    return device;
  }

  /** Bytes of its file. */
  public int size() {
    return bytes.capacity();
  }

  @Override
  public void close() {
    if (handle != 0) Core.netClose(handle);
    handle = 0;
  }
}
