// The whole app but for the phone's parts: flow, engine, painter on this machine's OpenGL, the C core, TensorFlow Lite.
package app.segme.test;

import app.segme.core.Card;
import app.segme.core.Device;
import app.segme.core.Engine;
import app.segme.core.Flow;
import app.segme.core.Net;
import app.segme.core.Nets;
import app.segme.core.Settings;
import app.segme.gl.GlPainter;
import app.segme.net.CoreDevelop;
import app.segme.net.CoreNet;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

final class Rig implements Flow.Host {
  static final String LITE = System.getProperty("segme.lite");
  private static final float[] SIDEWAYS = {0, -1, 0, 0, -1, 0, 0, 0, 0, 0, 1, 0, 1, 1, 0, 1};
  static final String NO_GPU = "libno-gpu-here.so";
  final Fakes.TestCamera camera = new Fakes.TestCamera();
  final Fakes.TestScreen screen = new Fakes.TestScreen();
  final Fakes.TestClock clock = new Fakes.TestClock();
  final Fakes.TestRecorder recorder = new Fakes.TestRecorder();
  final Fakes.TestMicrophone microphone = new Fakes.TestMicrophone(clock);
  final Fakes.Line main = new Fakes.Line();
  final Fakes.Line worker = new Fakes.Line();
  final Fakes.TestStore store;
  final TextureSource texture;
  final GlPainter painter;
  final Engine engine;
  final Flow flow;
  boolean allowed = true;
  int asked;
  int askedToListen;
  int taken; // frames
  int shown;
  Settings kept;

  /** nets: null for real ones. */
  Rig(Nets nets, Settings settings) throws IOException {
    store = new Fakes.TestStore();
    texture = new TextureSource(ShaderTest.H, ShaderTest.W);
    painter = new GlPainter(ShaderTest::shader, texture, () -> { });
    engine = new Engine(painter, nets == null ? Rig::open : nets, new CoreDevelop(), store, recorder,
        microphone, screen, clock, settings);
    flow = new Flow(this, camera, engine, screen, clock, main, worker, settings);
  }

  static ByteBuffer map(File file) throws IOException {
    try (RandomAccessFile from = new RandomAccessFile(file, "r")) {
      return from.getChannel().map(java.nio.channels.FileChannel.MapMode.READ_ONLY, 0, from.length());
    }
  }

  /** Where that net lies: the app's, one of build-android/nets, or one of models. */
  static File file(String model) {
    File file = null;
    for (String folder : new String[] {"build-android/assets/models/", "build-android/nets/", "models/"}) {
      file = new File(Pictures.FOLDER, folder + model + ".tflite");
      if (file.isFile()) break;
    }
    return file;
  }

  /** A net of the app, or a file NAME.tflite with its card beside it. */
  static CoreNet open(String model, Device device, int threads) throws Net.Failure {
    try {
      File file = file(model);
      Card card = new Card(Files.readString(Path.of(file.getPath().replace(".tflite", ".json"))));
      return new CoreNet(map(file), card, device, threads, LITE, NO_GPU);
    } catch (IOException problem) {
      throw new Net.Failure("The net " + model + " cannot be read.");
    }
  }

  /** Everything that waits on both threads. */
  void settle() {
    while (main.run() + worker.run() > 0) continue;
  }

  /** The app is seen, on a screen of that size. */
  Rig start() {
    flow.resume();
    flow.surface(ShaderTest.W, ShaderTest.H, 0);
    settle();
    return this;
  }

  /** A frame comes and is dealt with. The picture lies on its side, as on a sensor. */
  void frame(ByteBuffer sideways) {
    texture.put(sideways);
    camera.listener.frame(clock.nanos());
    settle();
  }

  ByteBuffer picture() {
    ByteBuffer rgba = Pictures.buffer(4 * painter.width() * painter.height());
    painter.readPicture(rgba);
    return rgba;
  }

  @Override
  public boolean mayUseCamera() {
    return allowed;
  }

  @Override
  public void askForCamera() {
    ++asked;
  }

  @Override
  public boolean mayListen() {
    return microphone.allowed;
  }

  @Override
  public void askToListen() {
    ++askedToListen;
  }

  @Override
  public boolean matrix(float[] into) {
    ++taken;
    // A sensor on its side: natural (x, y from below) is column 1 - y, row 1 - x of it.
    System.arraycopy(SIDEWAYS, 0, into, 0, 16);
    return true;
  }

  @Override
  public void show() {
    ++shown;
  }

  @Override
  public void keep(Settings settings) {
    kept = settings;
  }
}
