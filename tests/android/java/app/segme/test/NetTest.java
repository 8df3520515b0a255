// Nets on TensorFlow Lite as the app runs them: the matte against the desktop's, memory of a frame, time to the first
// matte and of each stage. Times are printed, not judged; but for the first matte, for which a generous bound holds.
package app.segme.test;

import app.segme.core.Device;
import app.segme.core.Filter;
import app.segme.core.Look;
import app.segme.core.Net;
import app.segme.core.PictureFilter;
import app.segme.core.Settings;
import app.segme.gl.GlPainter;
import app.segme.net.CoreNet;
import app.segme.net.CorePipeline;
import com.sun.management.ThreadMXBean;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

final class NetTest {
  private static final int W = 720;
  private static final int H = 1280;
  private static final String[] NETS = {"mobile_unet_deconv", "mobile_unet_bilinear", "mnv3_unet_wm10",
      "mnv3_unet_wm05",
      "prisma"};

  private static final String LIVE = "largest_person,guided:size=320"; // as the desktop does it where frames press
  private static final String[] PICTURES = {"astronaut.png", "photographer.png"};

  private NetTest() {}

  /** The matte that the desktop's engine and core find on the same pixels, with the same net. */
  private static ByteBuffer desktop(String model, ByteBuffer picture, int w, int h, String refine) throws Exception {
    Path in = Files.createTempFile("segme", ".rgba");
    Path out = Files.createTempFile("segme", ".matte");
    byte[] bytes = new byte[4 * w * h];
    picture.position(0);
    picture.get(bytes);
    Files.write(in, bytes);
    Process run = new ProcessBuilder(System.getProperty("segme.matte"), model, "" + w, "" + h, in.toString(),
        out.toString(),
        refine).inheritIO().start();
    Check.same(0, run.waitFor());
    ByteBuffer matte = Pictures.buffer(4 * w * h);
    matte.put(Files.readAllBytes(out));
    Files.delete(in);
    Files.delete(out);
    return matte;
  }

  private static double difference(ByteBuffer a, ByteBuffer b, int count) {
    double sum = 0;
    for (int i = 0; i < count; ++i) sum += Math.abs(a.getFloat(4 * i) - b.getFloat(4 * i));
    return 255 * sum / count;
  }

  private static ByteBuffer drawn(GlPainter painter) {
    ByteBuffer matte = Pictures.buffer(4 * W * H);
    painter.readMatte(matte);
    for (int i = 0; i < W * H; ++i) matte.putFloat(4 * i, (matte.get(4 * i) & 255) / 255F);
    return matte;
  }

  /** By the app's own path: shader, read-back, TensorFlow Lite, the core's models, shader. At most `most` of 255 off. */
  private static void compare(String name, String file, double most) throws Exception {
    File model = Rig.file(name);
    ByteBuffer picture = Pictures.sample(file, W, H);
    GlPainter painter = ShaderTest.painter(W, H, picture);
    CoreNet net = Rig.open(name, Device.CPU, 2);
    Look look = new Look(net.card(), W, H);
    painter.read(look);
    net.run(look, 0);
    net.close();
    painter.setMatte(look);
    painter.compose(Filter.ALPHA_BLEND, PictureFilter.NONE);
    ByteBuffer matte = drawn(painter);
    painter.close();
    double off = difference(matte, desktop(model.getPath(), picture, W, H, LIVE), W * H);
    double still = difference(matte, desktop(model.getPath(), picture, W, H, "largest_person,guided"), W * H);
    System.out.printf("        %s, %s, %d x %d: mean off the desktop's matte %.3f of 255, off that of stills %.3f%n", name,
        file, W, H, off, still);
    Check.that(off <= most, "the matte is off by " + off + " of 255");
  }

  static void testMatteIsTheDesktops() throws Exception {
    for (String file : PICTURES) {
      compare("fast", file, 1);
      compare("balanced", file, 1);
    }
  }

  /** Why the app has nets of 16 bits: those of 8 bits are no faster here, and each engine rounds them in its own way. */
  static void testNetsOfEightBits() throws Exception {
    for (String file : PICTURES) {
      compare("portrait_fast/model", file, 6);
      compare("portrait/model", file, 6);
    }
    for (String name : new String[] {"fast", "portrait_fast/model", "balanced", "portrait/model"}) {
      CoreNet net = Rig.open(name, Device.CPU, 1);
      Look look = new Look(net.card(), W, H);
      long[] nanos = new long[15];
      for (int i = 0; i < nanos.length; ++i) {
        net.run(look, 0);
        nanos[i] = net.micros() * 1000;
      }
      System.out.printf("        %-20s %s: %.2f ms a picture%n", name, net.device(), least(nanos));
      net.close();
    }
  }

  static void testNoMemoryForAFrame() throws Exception {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Rig rig = new Rig(null, Settings.DEFAULT.with(Device.CPU).withThreads(2)).start();
    float[] matrix = new float[16];
    float[] turn = new float[16];
    long own = Thread.currentThread().getId();
    for (Filter filter : Filter.values()) {
      rig.engine.apply(rig.flow.settings().with(filter).with(PictureFilter.values()[filter.ordinal() % 5]));
      long allocated = Long.MAX_VALUE;
      for (int round = 0; round < 4; ++round) { // the first ones warm up
        long before = threads.getThreadAllocatedBytes(own);
        for (int i = 0; i < 5; ++i) {
          rig.matrix(matrix);
          app.segme.core.Turn.of(matrix, 0, turn);
          Check.that(rig.engine.frame(rig.clock.nanos(), turn, 360, 480), "it is drawn");
        }
        allocated = Math.min(allocated, threads.getThreadAllocatedBytes(own) - before);
      }
      Check.same(filter + " 0", filter + " " + allocated);
    }
    rig.flow.close();
    rig.settle();
  }

  static void testStartToFirstMatte() throws Exception {
    ByteBuffer picture = Pictures.sample("astronaut.png", 192, 192);
    ByteBuffer matte = Pictures.buffer(4 * 192 * 192);
    long best = Long.MAX_VALUE;
    for (int i = 0; i < 3; ++i) {
      long start = System.nanoTime();
      CoreNet net = Rig.open("fast", Device.CPU, 2);
      net.run(picture, 192, 192, matte);
      best = Math.min(best, System.nanoTime() - start);
      net.close();
    }
    System.out.printf("        from opening the net to its first matte: %.0f ms%n", best / 1e6);
    Check.that(best < 5_000_000_000L, "it takes longer than on any machine");
  }

  /** The app's stages at 720p, with the picture on this machine's processor instead of a GPU, and the core's alone. */
  static void testStages() throws Exception {
    ByteBuffer picture = Pictures.sample("astronaut.png", W, H);
    GlPainter painter = ShaderTest.painter(W, H, picture);
    long[] shader = new long[2];
    CoreNet net = Rig.open("fast", Device.CPU, 1);
    Look look = new Look(net.card(), W, H);
    long[] pre = new long[9];
    long[] around = new long[99];
    long[] upload = new long[around.length];
    for (int i = 0; i < around.length; ++i) {
      long start = System.nanoTime();
      if (i < pre.length) painter.read(look);
      long read = System.nanoTime();
      net.run(look, 0.5F);
      long ran = System.nanoTime();
      painter.setMatte(look);
      long put = System.nanoTime();
      if (i < shader.length) {
        painter.compose(Filter.ALPHA_BLEND, PictureFilter.NONE);
        android.opengl.GLES31.glFinish();
        shader[i] = System.nanoTime() - put;
      }
      if (i < pre.length) pre[i] = read - start;
      around[i] = ran - read - net.micros() * 1000;
      upload[i] = put - ran;
    }
    System.out.printf("        720p, the least of %d and %d in ms: shrink and read back %.2f, Java and JNI around the net %.2f, "
        + "models to the GPU %.2f, shaders on llvmpipe %.1f%n", pre.length, around.length, least(pre), least(around), least(upload),
        least(shader));
    CorePipeline core = new CorePipeline(look.width, look.height, "{\"refine\": \"\", \"render\": \"alpha:estimate=off\", "
        + "\"background\": \"#204060\"}");
    ByteBuffer out = Pictures.buffer(4 * W * H);
    long[] whole = new long[9];
    for (int i = 0; i < 9; ++i) {
      long start = System.nanoTime();
      core.run(picture, W, H, look.matte, out);
      whole[i] = System.nanoTime() - start;
    }
    System.out.printf("        720p, the core's renderer alpha instead of the shaders: %.2f ms%n", least(whole));
    core.close();
    net.close();
    painter.close();
  }

  /** Of a busy machine the least time says most. */
  private static double least(long[] nanos) {
    return Arrays.stream(nanos).min().getAsLong() / 1e6;
  }

  /** The reference's five nets, untrained: what they cost here at a 720p frame, as its table has it. */
  static void testFiveNets() throws Exception {
    System.out.println("        net                    input  1 thread  2 threads  around it   (ms a frame, the least of 4)");
    GlPainter painter = ShaderTest.painter(W, H, Pictures.sample("astronaut.png", W, H));
    for (String name : NETS) {
      double[] times = new double[3];
      int side = 0;
      for (int threads = 1; threads <= 2; ++threads) {
        CoreNet net = Rig.open(name, Device.CPU, threads);
        side = net.card().width();
        Look look = new Look(net.card(), W, H);
        painter.read(look);
        long[] micros = new long[4];
        long[] around = new long[4];
        for (int i = 0; i < micros.length; ++i) {
          long start = System.nanoTime();
          net.run(look, 0);
          micros[i] = net.micros() * 1000;
          around[i] = System.nanoTime() - start - micros[i];
        }
        times[threads - 1] = least(micros);
        times[2] = threads == 1 ? least(around) : Math.min(times[2], least(around));
        boolean numbers = true;
        for (int i = 0; i < look.width * look.height; ++i) {
          numbers &= look.matte.getFloat(4 * i) >= 0 && look.matte.getFloat(4 * i) <= 1;
        }
        Check.that(numbers, name + " gives a matte");
        net.close();
      }
      System.out.printf("        %-22s %5d  %8.1f  %9.1f  %9.2f%n", name, side, times[0], times[1], times[2]);
    }
    painter.close();
  }

  static void testBrokenNets() throws Exception {
    app.segme.core.Card card = new app.segme.core.Card("{\"name\": \"x\", \"width\": 8, \"height\": 8}");
    ByteBuffer noise = Pictures.buffer(1000);
    for (int i = 0; i < 1000; ++i) noise.put(i, (byte) (i * 37));
    refuses(() -> new CoreNet(noise, card, Device.CPU, 1, Rig.LITE, Rig.NO_GPU), "This file is no TFLite net.");
    ByteBuffer fast = Rig.map(new File(Pictures.FOLDER, "build-android/assets/models/fast.tflite"));
    refuses(() -> new CoreNet(fast, card, Device.GPU, 1, Rig.LITE, Rig.NO_GPU), "Cannot load libno-gpu-here.so.");
    CoreNet wrong = new CoreNet(fast, new app.segme.core.Card(Files.readString(new File(Pictures.FOLDER,
        "build-android/assets/models/fast.json").toPath()).replace("\"width\": 192", "\"width\": 96")), Device.CPU, 1,
        Rig.LITE, Rig.NO_GPU);
    refuses(() -> {
      wrong.run(Pictures.buffer(4 * 96 * 192), 96, 192, Pictures.buffer(4 * 96 * 192));
      return wrong;
    }, "");
    wrong.close();
    try {
      new CorePipeline(8, 8, "{\"render\": \"sparkle\"}");
      throw new AssertionError("there is no such renderer");
    } catch (Net.Failure said) {
      Check.that(said.getMessage().contains("sparkle"), said.getMessage());
    }
  }

  private interface Make {
    Net run() throws Net.Failure;
  }

  private static void refuses(Make make, String sentence) {
    try {
      make.run();
    } catch (Net.Failure said) {
      Check.that(said.getMessage().endsWith(".") && said.getMessage().contains(sentence), said.getMessage());
      return;
    }
    throw new AssertionError("it was taken");
  }
}
