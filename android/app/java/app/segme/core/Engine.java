// What happens to frames: the newest one is taken, the net sees it, and it is drawn with its own matte; then the next.
// Pictures are saved and videos written from here, too. Everything on one thread, the engine's.
package app.segme.core;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

public final class Engine {
  private final Painter painter;
  private final NetKeeper nets;
  private final Screen screen;
  private final Clock clock;
  private final Recorder recorder;
  private final SoundTrack sound;
  private final Saver saver;
  private final Meter meter = new Meter();
  private final Governor governor = new Governor();
  private Settings settings;
  private Look look;
  private long arrived;
  private boolean open;
  private boolean drawn;
  private boolean recording;

  public Engine(Painter painter, Nets nets, Develop develop, Store store, Recorder recorder, Microphone microphone,
      Screen screen, Clock clock, Settings settings) {
    this.painter = painter;
    this.nets = new NetKeeper(nets, screen);
    this.saver = new Saver(painter, develop, store, screen, clock);
    this.recorder = recorder;
    this.sound = new SoundTrack(microphone, screen);
    this.screen = screen;
    this.clock = clock;
    this.settings = settings;
  }

  static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
  }

  /** Frames stand width x height from here on. Whether they can be drawn; if not, the screen says why. */
  public boolean open(int width, int height) {
    stopRecording();
    double scale = Math.min(1, governor.mostRows() / (double) Math.min(width, height));
    try {
      painter.open(even(width * scale), even(height * scale));
      open = true;
      drawn = false;
      meter.reset();
      return true;
    } catch (Painter.Failure problem) {
      open = false;
      screen.hold(Say.NO_OPENGL, problem.getMessage());
      return false;
    }
  }

  private static int even(double side) {
    return Math.max(2, 2 * (int) Math.round(side / 2));
  }

  public void apply(Settings now) {
    settings = now;
    if (!now.figures()) screen.figures(null);
  }

  public Settings settings() {
    return settings;
  }

  public Meter meter() {
    return meter;
  }

  /** Of the net that runs now, or "". */
  public String device() {
    return nets.device();
  }

  /**
   * Draws the newest frame. arrivedNanos: when the camera gave it, by the clock; turn: see Turn. False when nothing was
   * drawn.
   */
  public boolean frame(long arrivedNanos, float[] turn, int screenWidth, int screenHeight) {
    if (!open || governor.skips(arrived++)) return false;
    Net net = nets.get(governor.model(settings.model()), settings.device(), settings.threads());
    if (net == null) return false;
    long start = clock.nanos();
    meter.frame(start);
    meter.stage(Stage.CAMERA, Math.max(0, start - arrivedNanos));
    if (look == null || !look.is(net.card(), painter.width(), painter.height())) {
      look = new Look(net.card(), painter.width(), painter.height());
    }
    painter.takeFrame(turn);
    painter.read(look);
    long read = clock.nanos();
    try {
      net.run(look, settings.filter().usesThreshold() ? settings.threshold() / 100F : 0);
    } catch (Net.Failure problem) {
      nets.failed(problem); // the next frame runs elsewhere, or the screen says why none does
      return false;
    }
    long found = clock.nanos();
    painter.setMatte(look);
    painter.compose(settings.filter(), settings.picture());
    long composed = clock.nanos();
    painter.show(screenWidth, screenHeight);
    if (recording) record(arrivedNanos);
    long shown = clock.nanos();
    long ran = Math.min(net.micros() * 1000, found - read);
    meter.stage(Stage.PRE, read - start + found - read - ran);
    meter.stage(Stage.NET, ran);
    meter.stage(Stage.POST, composed - found);
    meter.stage(Stage.DRAW, shown - composed);
    if (settings.figures()) screen.figures(meter.overlay(nets.device()));
    if (!drawn) screen.clear();
    drawn = true;
    return true;
  }

  /** Saves what is shown, harmonised. */
  public void save(boolean share) {
    if (!drawn) {
      screen.tell(Say.NO_FRAME_YET);
      return;
    }
    saver.save(settings, look.matte, look.width, look.height, share);
  }

  public void saveFigures() {
    saver.saveFigures(meter);
  }

  public boolean recording() {
    return recording;
  }

  public void startRecording() {
    if (!drawn) {
      screen.tell(Say.NO_FRAME_YET);
      return;
    }
    if (recording) return;
    boolean heard = sound.start(settings.sound());
    try {
      recorder.start("SegMe_" + clock.stamp() + ".mp4", painter.width(), painter.height(), heard);
      recording = true;
      screen.tell(Say.RECORDING);
    } catch (IOException problem) {
      sound.stop();
      screen.tell(Say.RECORDING_FAILED, problem.getMessage());
    }
  }

  public void stopRecording() {
    if (!recording) return;
    recording = false;
    sound.stop();
    try {
      screen.tell(Say.RECORDED, recorder.stop());
    } catch (IOException problem) {
      screen.tell(Say.RECORDING_FAILED, problem.getMessage());
    }
  }

  private void record(long nanos) {
    try {
      recorder.begin();
      painter.show(painter.width(), painter.height());
      recorder.end(nanos);
      sound.pump(nanos, recorder);
    } catch (IOException problem) {
      recording = false;
      sound.stop();
      screen.tell(Say.RECORDING_FAILED, problem.getMessage());
    }
  }

  /** Any size; null for the app's own. */
  public void setBackground(ByteBuffer rgba, int width, int height) {
    painter.setBackground(rgba, width, height);
    screen.tell(Say.BACKGROUND_SET);
  }

  /** The phone's heat changed. Whether frames have to be opened anew, because their size changes. */
  public boolean heat(int level) {
    int rows = governor.mostRows();
    if (!governor.heat(level)) return false;
    if (governor.step() == 0) {
      screen.tell(Say.COOL);
    } else {
      screen.tell(Say.HOT, governor.step());
    }
    return governor.mostRows() != rows;
  }

  /** Memory is short: what can be made again goes. */
  public void trim() {
    saver.trim();
    painter.trim();
    screen.tell(Say.LOW_MEMORY);
  }

  /** The screen is gone; settings and net stay. */
  public void pause() {
    stopRecording();
    open = false;
    drawn = false;
    painter.close();
  }

  public void close() {
    pause();
    nets.close();
  }
}
