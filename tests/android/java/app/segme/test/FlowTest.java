// The app's whole flow: frames in, matte, filter, picture out; pause, turned phone, refused camera, camera lost, GPU
// that is not there, heat, short memory. Nets are real where the picture matters, and pretended where they have to
// fail.
package app.segme.test;

import app.segme.core.Camera;
import app.segme.core.Card;
import app.segme.core.Device;
import app.segme.core.Filter;
import app.segme.core.Look;
import app.segme.core.Net;
import app.segme.core.PictureFilter;
import app.segme.core.Settings;
import java.nio.ByteBuffer;
import java.nio.file.Files;

final class FlowTest {
  private static final Settings CPU = Settings.DEFAULT.with(Device.CPU).withThreads(2);
  private static final ByteBuffer upright = Pictures.sample(System.getProperty("segme.person"), ShaderTest.W,
      ShaderTest.H);
  private static final ByteBuffer sideways = turned(upright, ShaderTest.W, ShaderTest.H);

  private FlowTest() {}

  /** As a sensor on its side sees it: a quarter of a turn to the right makes it upright. */
  private static ByteBuffer turned(ByteBuffer from, int width, int height) {
    ByteBuffer out = Pictures.buffer(4 * width * height);
    for (int y = 0; y < height; ++y) {
      for (int x = 0; x < width; ++x) out.putInt(4 * ((width - 1 - x) * height + y), from.getInt(4 * (y * width + x)));
    }
    return out;
  }

  /** A net that finds the left half, and fails when it is told to. */
  static class Half implements Net {
    private static final Card CARD = new Card("{\"name\": \"half\", \"width\": 64, \"height\": 96}");
    final Device device;
    boolean fails;
    boolean closed;

    Half(Device device) {
      this.device = device;
    }

    @Override
    public Card card() {
      return CARD;
    }

    @Override
    public void run(Look look, float threshold) throws Failure {
      Check.that(!closed, "a closed net ran");
      if (fails) throw new Failure("The driver is gone.");
      for (int i = 0; i < look.width * look.height; ++i) {
        look.matte.putFloat(4 * i, i % look.width < look.width / 2 ? 1 : 0);
      }
      for (int i = 0; i < look.cells * look.cellRows; ++i) {
        for (int c = 0; c < 4; ++c) {
          look.models.putFloat(4 * (4 * i + c), c == 3 && i % look.cells < look.cells / 2 ? 1 : 0);
        }
      }
    }

    @Override
    public long micros() {
      return 1;
    }

    @Override
    public String device() {
      return "pretended " + device;
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private static Rig half() throws Exception {
    return new Rig((model, device, threads) -> new Half(device), CPU);
  }

  static void testPersonIsCutOut() throws Exception {
    Rig rig = new Rig(null, CPU).start();
    Check.same("STARTING", rig.screen.held);
    rig.frame(sideways);
    Check.that(rig.screen.held == null, "nothing is waited for");
    Check.that(rig.engine.device().startsWith("CPU, TensorFlow Lite"), rig.engine.device());
    ByteBuffer seen = Pictures.buffer(4 * ShaderTest.W * ShaderTest.H);
    rig.painter.readFrame(ShaderTest.W, ShaderTest.H, seen);
    Check.near(0, Pictures.difference(seen, upright, ShaderTest.W * ShaderTest.H), 0); // turned upright
    ByteBuffer picture = rig.picture();
    Pictures.save(picture, ShaderTest.W, ShaderTest.H, "flow_alpha.png");
    ByteBuffer sky = Pictures.buffer(4 * ShaderTest.W * ShaderTest.H);
    rig.painter.readBackground(sky);
    int face = 4 * (ShaderTest.W * 150 + ShaderTest.W / 2);
    int corner = 4 * (ShaderTest.W * 20 + 10);
    Check.that(Math.abs((picture.get(face) & 255) - (upright.get(face) & 255)) <= 3, "the face is the person's");
    Check.that(Math.abs((picture.get(corner) & 255) - (sky.get(corner) & 255)) <= 3, "the corner is sky");
    int share = rig.painter.personPixels() * 100 / (ShaderTest.W * ShaderTest.H);
    Check.that(share > 25 && share < 80, "the person is " + share + " % of the picture");
    rig.flow.close();
    rig.settle();
  }

  /** Frames that come while one is drawn are dropped but for the newest, and each is drawn with its own matte. */
  static void testNewestFrameOnly() throws Exception {
    Rig rig = half().start();
    rig.frame(sideways);
    int drawn = (int) rig.engine.meter().frames();
    for (int i = 0; i < 5; ++i) rig.camera.listener.frame(rig.clock.nanos());
    rig.settle();
    Check.same(drawn + 1, (int) rig.engine.meter().frames());
    Check.same(4L, rig.flow.dropped());
  }

  static void testEveryFilterDraws() throws Exception {
    Rig rig = half().start();
    ByteBuffer last = null;
    for (Filter filter : Filter.values()) {
      rig.flow.set(rig.flow.settings().with(filter));
      rig.frame(sideways);
      ByteBuffer now = rig.picture();
      if (last != null) Check.that(Pictures.difference(now, last, ShaderTest.W * ShaderTest.H) > 0.01, filter
          + " is new");
      last = now;
    }
    for (int i = 1; i <= PictureFilter.values().length; ++i) {
      rig.flow.nextPictureFilter();
      rig.frame(sideways);
      Check.same(PictureFilter.values()[i % PictureFilter.values().length], rig.flow.settings().picture());
      ByteBuffer now = rig.picture();
      Check.that(Pictures.difference(now, last, ShaderTest.W * ShaderTest.H) > 0.01, rig.flow.settings().picture()
          + " is new");
      last = now;
    }
    Check.that(rig.screen.heard("FILTER_IS [SEPIA]"), "the filter's name is told");
    Check.same(rig.flow.settings(), rig.kept);
  }

  /** Less certain pixels become background: with the real net, as the core fits it. */
  static void testThresholdCuts() throws Exception {
    int[] people = new int[3];
    int[] thresholds = {0, 90, 100};
    for (int i = 0; i < thresholds.length; ++i) {
      Rig rig = new Rig(null, CPU.withThreshold(thresholds[i])).start();
      rig.frame(sideways);
      people[i] = rig.painter.personPixels();
      rig.flow.set(rig.flow.settings().with(Filter.LIGHT_WRAP)); // has no threshold
      rig.frame(sideways);
      Check.that(people[0] == rig.painter.personPixels(), "Light Wrap takes all");
      rig.flow.close();
      rig.settle();
    }
    Check.that(people[0] > people[1] && people[1] > people[0] / 2, people[1] + " of " + people[0]);
    Check.that(people[2] < people[1], people[2] + " of " + people[1]);
  }

  static void testRefusedCamera() throws Exception {
    Rig rig = half();
    rig.allowed = false;
    rig.start();
    Check.same(1, rig.asked);
    Check.same("ASK_CAMERA", rig.screen.held);
    rig.flow.permission(false);
    Check.same("CAMERA_REFUSED", rig.screen.held);
    rig.flow.pause();
    rig.flow.resume(); // back from Settings, still refused: the sentence stays, no second question
    Check.same(1, rig.asked);
    Check.same("CAMERA_REFUSED", rig.screen.held);
    rig.allowed = true;
    rig.flow.retry();
    rig.settle();
    rig.frame(sideways);
    Check.that(rig.flow.running() && rig.screen.held == null, "it runs");
  }

  static void testCameraProblems() throws Exception {
    for (Camera.Problem problem : Camera.Problem.values()) {
      Rig rig = half();
      rig.camera.problem = problem;
      rig.start();
      Check.that(!rig.flow.running() && rig.screen.held.matches("CAMERA_.*|NO_CAMERA"), problem + ": "
          + rig.screen.held);
      rig.camera.problem = null;
      rig.flow.retry();
      rig.settle();
      rig.frame(sideways);
      Check.that(rig.flow.running() && rig.screen.held == null, "it runs after " + problem);
    }
    Rig rig = half().start();
    rig.frame(sideways);
    rig.camera.listener.failed(Camera.Problem.LOST); // another app takes it
    rig.settle();
    Check.same("CAMERA_LOST", rig.screen.held);
    Check.same(1, rig.camera.closed);
    rig.flow.retry();
    rig.settle();
    rig.frame(sideways);
    Check.that(rig.screen.held == null, "it runs again");
  }

  static void testNoCameraAtAll() throws Exception {
    Rig rig = half();
    rig.camera.facings.clear();
    rig.start();
    Check.same("NO_CAMERA", rig.screen.held);
  }

  static void testFlip() throws Exception {
    Rig rig = half().start();
    rig.frame(sideways);
    rig.flow.set(rig.flow.settings().withFront(false));
    rig.settle();
    rig.frame(sideways);
    Check.that(!rig.camera.front && rig.camera.opened == 2 && rig.camera.closed == 1, "the other one");
    rig.camera.facings.remove(Boolean.TRUE);
    rig.flow.set(rig.flow.settings().withFront(true));
    Check.that(rig.screen.heard("OTHER_CAMERA_NONE") && !rig.flow.settings().front(), "there is no other");
  }

  static void testPauseAndResume() throws Exception {
    Rig rig = half().start();
    rig.frame(sideways);
    Camera.Listener old = rig.camera.listener;
    rig.flow.pause();
    old.frame(rig.clock.nanos()); // still on its way
    rig.settle();
    Check.same(1, rig.camera.closed);
    rig.flow.surfaceGone();
    rig.flow.resume();
    Check.same(1, rig.camera.opened); // not without a screen
    rig.flow.surface(ShaderTest.W, ShaderTest.H, 0);
    rig.settle();
    rig.frame(sideways);
    Check.that(rig.flow.running() && rig.camera.opened == 2, "it runs again");
  }

  /** A camera that opens after the app was left is not used. */
  static void testOpenedTooLate() throws Exception {
    Rig rig = half();
    rig.camera.silent = true;
    rig.start();
    Camera.Listener late = rig.camera.listener;
    late.frame(rig.clock.nanos()); // before it says that it is open
    rig.settle();
    Check.that(rig.taken == 1 && rig.shown == 0, "the frame is taken, and not shown");
    rig.flow.pause();
    late.opened(new Camera.Info(480, 360, 90, true));
    rig.settle();
    Check.that(!rig.flow.running(), "nobody looks");
  }

  static void testTurnedPhoneAndSplitScreen() throws Exception {
    Rig rig = half().start();
    rig.frame(sideways);
    Check.same(ShaderTest.W, rig.painter.width());
    rig.flow.surface(ShaderTest.H, ShaderTest.W, 90);
    rig.settle();
    rig.frame(sideways);
    Check.same(ShaderTest.H, rig.painter.width());
    Check.same(ShaderTest.W, rig.painter.height());
    ByteBuffer seen = Pictures.buffer(4 * ShaderTest.W * ShaderTest.H);
    rig.painter.readFrame(ShaderTest.H, ShaderTest.W, seen);
    Check.near(0, Pictures.difference(seen, sideways, ShaderTest.W * ShaderTest.H), 0); // the sensor's own way up
    rig.flow.surface(200, 150, 90);
    rig.settle();
    rig.frame(sideways);
    Check.that(rig.flow.running(), "a small window");
  }

  static void testGpuFallsBackToCpu() throws Exception {
    Rig rig = new Rig(null, Settings.DEFAULT.withThreads(2)).start(); // GPU, and there is none
    rig.frame(sideways);
    Check.that(rig.screen.heard("DEVICE_FELL_BACK [Cannot load " + Rig.NO_GPU), rig.screen.told.toString());
    Check.that(rig.engine.device().startsWith("CPU, TensorFlow Lite"), rig.engine.device());
    Check.that(rig.engine.device().endsWith("XNNPACK"), "its fast kernels: " + rig.engine.device());
    Check.that(rig.painter.personPixels() > 0, "there is a person");
    rig.flow.set(rig.flow.settings().with(Device.NNAPI));
    rig.frame(sideways);
    Check.that(rig.screen.heard("DEVICE_FELL_BACK [This phone has no NNAPI"),
        rig.screen.told.toString());
  }

  /** The GPU dies at a frame: the next one runs on the CPU, and one sentence says so. */
  static void testDeviceFailsLater() throws Exception {
    Half[] made = new Half[8];
    int[] count = new int[1];
    Rig rig = new Rig((model, device, threads) -> made[count[0]++] = new Half(device), Settings.DEFAULT).start();
    rig.frame(sideways);
    Check.same("pretended GPU", rig.engine.device());
    made[0].fails = true;
    rig.frame(sideways);
    rig.frame(sideways);
    Check.same("pretended CPU", rig.engine.device());
    Check.that(made[0].closed, "the old net is closed");
    Check.same(1L, rig.screen.told.stream().filter(text -> text.startsWith("DEVICE_FELL_BACK")).count());
    made[1].fails = true;
    rig.frame(sideways);
    Check.same("NET_FAILED", rig.screen.held);
  }

  static void testUnusableNetGivesWayToOurOwn() throws Exception {
    Rig rig = new Rig((model, device, threads) -> {
      if (!model.equals("fast")) throw new Net.Failure("This file is no TFLite net.");
      return new Half(device);
    }, CPU.withModel("other")).start();
    rig.frame(sideways);
    Check.that(rig.screen.heard("NET_FAILED [This file is no TFLite net.]"), rig.screen.told.toString());
    Check.that(rig.painter.personPixels() > 0, "the own net runs");
  }

  static void testSaveHarmonisesAndNeverOverwrites() throws Exception {
    Rig rig = half().start();
    rig.flow.save(true);
    rig.settle();
    Check.that(rig.screen.heard("NO_FRAME_YET"), "nothing to save yet");
    rig.frame(sideways);
    rig.flow.save(true);
    rig.flow.save(false);
    rig.settle();
    Check.that(rig.screen.heard("SAVED [SegMe_20260102_030405_678.png]"), rig.screen.told.toString());
    Check.that(rig.screen.heard("SAVED [SegMe_20260102_030405_678 (1).png]"), rig.screen.told.toString());
    Check.same(1, rig.store.shared);
    byte[] saved = Files.readAllBytes(rig.store.folder.resolve("SegMe_20260102_030405_678.png"));
    ByteBuffer picture = Pictures.buffer(saved.length).put(saved);
    Pictures.save(picture, ShaderTest.W, ShaderTest.H, "saved.png");
    ByteBuffer shown = rig.picture();
    double off = Pictures.difference(picture, shown, ShaderTest.W * ShaderTest.H);
    Check.that(off > 0.5 && off < 40, "harmonised, but the same scene: " + off);
    rig.store.full = true;
    rig.flow.save(false);
    rig.settle();
    Check.that(rig.screen.heard("SAVE_FAILED [no space left]"), rig.screen.told.toString());
  }

  static void testRecording() throws Exception {
    Rig rig = half().start();
    rig.frame(sideways);
    rig.flow.record();
    rig.settle();
    rig.frame(sideways);
    rig.frame(sideways);
    rig.flow.record();
    rig.settle();
    Check.same(2, rig.recorder.frames);
    Check.that(rig.screen.heard("RECORDED [SegMe.mp4]"), rig.screen.told.toString());
    rig.flow.record();
    rig.settle();
    rig.flow.pause(); // left while it records: the file is ended
    rig.settle();
    Check.same(2, rig.recorder.stopped);
    rig.recorder.broken = true;
    rig.flow.resume();
    rig.settle();
    rig.frame(sideways);
    rig.flow.record();
    rig.settle();
    Check.that(rig.screen.heard("RECORDING_FAILED [no encoder]"), rig.screen.told.toString());
  }

  static void testHeatDropsALevel() throws Exception {
    Rig rig = half().start();
    rig.frame(sideways);
    rig.flow.heat(4);
    rig.settle();
    Check.that(rig.screen.heard("HOT [3]"), rig.screen.told.toString());
    for (int i = 0; i < 4; ++i) rig.frame(sideways);
    Check.same(2L, rig.engine.meter().frames()); // opened anew, then every second one
    rig.flow.heat(0);
    rig.settle();
    Check.that(rig.screen.heard("COOL"), rig.screen.told.toString());
  }

  static void testShortMemory() throws Exception {
    Rig rig = half().start();
    rig.engine.setBackground(upright, ShaderTest.W, ShaderTest.H);
    rig.frame(sideways);
    ByteBuffer before = rig.picture();
    rig.flow.memoryLow();
    rig.settle();
    rig.frame(sideways);
    Check.near(0, Pictures.difference(rig.picture(), before, ShaderTest.W * ShaderTest.H), 0); // what is seen stays
    Check.that(rig.screen.heard("LOW_MEMORY"), rig.screen.told.toString());
  }

  static void testFiguresOverlayAndCsv() throws Exception {
    Rig rig = half();
    rig.flow.set(CPU.withFigures(true));
    rig.start();
    rig.frame(sideways);
    rig.frame(sideways);
    Check.that(rig.screen.figures.toString().matches("(?s)\\d+\\.\\d fps  camera [\\d.]+  pre [\\d.]+  net [\\d.]+  post [\\d.]+"
        + "  draw [\\d.]+ ms\npretended CPU"), rig.screen.figures.toString());
    rig.flow.saveFigures();
    rig.settle();
    String csv = Files.readString(rig.store.folder.resolve("SegMe_20260102_030405_678.csv"));
    Check.that(csv.startsWith("frame,ms,camera_ms,pre_ms,net_ms,post_ms,draw_ms\n0,0.000,"), csv);
    Check.same(3, csv.split("\n").length);
  }
}
