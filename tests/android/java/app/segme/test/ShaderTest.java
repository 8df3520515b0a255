// The app's shaders on this machine's OpenGL ES 3.1 against the C++ core, picture by picture: desktop, page and phone
// draw the same. The core gets the matte that the shader made, so that each step is judged by itself.
package app.segme.test;

import app.segme.core.Card;
import app.segme.core.Filter;
import app.segme.core.Look;
import app.segme.core.Net;
import app.segme.core.Packed;
import app.segme.core.Painter;
import app.segme.core.PictureFilter;
import app.segme.gl.GlPainter;
import app.segme.net.CorePipeline;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;

final class ShaderTest {
  static final int W = 360;
  static final int H = 480;
  static final float[] STRAIGHT = {1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1};
  private static final ByteBuffer frame = Pictures.sample(System.getProperty("segme.person"), W, H);
  private static final ByteBuffer behind = Pictures.sample(System.getProperty("segme.scene"), W, H);
  private static final Look look = new Look(new Card("{\"width\": 96, \"height\": 96}"), W, H);
  private static GlPainter painter;

  private ShaderTest() {}

  static GlPainter painter(int width, int height, ByteBuffer picture) throws Painter.Failure {
    TextureSource source = new TextureSource(width, height);
    source.put(picture);
    GlPainter made = new GlPainter(ShaderTest::shader, source, () -> { });
    made.open(width, height);
    made.takeFrame(STRAIGHT);
    return made;
  }

  static String shader(String name) throws IOException {
    return Files.readString(new File(Pictures.FOLDER, "android/app/assets/shaders/" + name).toPath());
  }

  private static GlPainter ready() throws Painter.Failure {
    if (painter == null) {
      painter = painter(W, H, frame);
      painter.setBackground(behind, W, H);
    }
    ByteBuffer disc = Pictures.disc(look.cells, look.cellRows);
    for (int i = 0; i < look.cells * look.cellRows; ++i) {
      for (int c = 0; c < 3; ++c) look.models.putFloat(4 * (4 * i + c), 0);
      look.models.putFloat(4 * (4 * i + 3), disc.getFloat(4 * i));
    }
    painter.setMatte(look);
    return painter;
  }

  /** The shader's own matte of the last picture, as floats. */
  private static ByteBuffer matte() {
    ByteBuffer bytes = Pictures.buffer(4 * W * H);
    painter.readMatte(bytes);
    ByteBuffer floats = Pictures.buffer(4 * W * H);
    for (int i = 0; i < W * H; ++i) floats.putFloat(4 * i, (bytes.get(4 * i) & 255) / 255F);
    return floats;
  }

  /** Draws with shaders and core; mean difference at most `mean` bytes,
      and at most `share` of bytes off by more than 2. */
  private static void compare(Filter filter, PictureFilter picture, String render, String background, double mean,
      double share) throws Painter.Failure, Net.Failure {
    ready().compose(filter, picture);
    ByteBuffer drawn = Pictures.buffer(4 * W * H);
    painter.readPicture(drawn);
    CorePipeline core = new CorePipeline(W, H,
        "{\"refine\": \"\", \"render\": \"" + render + "\", \"background\": \"" + background + "\"}");
    if (background.startsWith("#")) core.setBackground(behind, W, H);
    ByteBuffer wanted = Pictures.buffer(4 * W * H);
    core.run(frame, W, H, matte(), wanted);
    core.close();
    Pictures.save(drawn, W, H, "shader_" + filter + "_" + picture + ".png");
    double off = Pictures.difference(drawn, wanted, W * H);
    double far = Pictures.unlike(drawn, wanted, W * H, 2);
    System.out.printf("        %s %s: mean %.3f of 255, %.4f%% of bytes off by more than 2%n", filter, picture, off,
        100 * far);
    if (off > mean || far > share) Pictures.save(wanted, W, H, "core_" + filter + "_" + picture + ".png");
    Check.that(off <= mean && far <= share, "mean " + off + ", share " + far);
  }

  static void testAlphaBlend() throws Exception {
    compare(Filter.ALPHA_BLEND, PictureFilter.NONE, "alpha:estimate=off", "#000000", 0.02, 0);
  }

  static void testRenderMerge() throws Exception {
    compare(Filter.RENDER_MERGE, PictureFilter.NONE, "smooth_step:estimate=off", "#000000", 0.02, 0);
  }

  static void testRedOverlay() throws Exception {
    compare(Filter.RED_OVERLAY, PictureFilter.NONE, "overlay", "none", 0.02, 0);
  }

  static void testVideoBokeh() throws Exception {
    compare(Filter.VIDEO_BOKEH, PictureFilter.NONE, "alpha:estimate=off", "blur", 0.5, 0.001);
  }

  static void testLightWrap() throws Exception {
    compare(Filter.LIGHT_WRAP, PictureFilter.NONE, "alpha:estimate=off,light_wrap", "#000000", 0.2, 0.001);
  }

  static void testColourTransfer() throws Exception {
    compare(Filter.COLOUR_TRANSFER, PictureFilter.NONE, "colour_transfer:estimate=off", "#000000", 0.2, 0.001);
  }

  static void testSepia() throws Exception {
    compare(Filter.ALPHA_BLEND, PictureFilter.SEPIA, "alpha:estimate=off,sepia", "#000000", 0.05, 0);
  }

  static void testEmboss() throws Exception {
    compare(Filter.ALPHA_BLEND, PictureFilter.EMBOSS, "alpha:estimate=off,emboss", "#000000", 0.1, 0.002);
  }

  static void testGreeny() throws Exception {
    compare(Filter.ALPHA_BLEND, PictureFilter.GREENY, "alpha:estimate=off,curves", "#000000", 0.05, 0);
  }

  static void testKuwahara() throws Exception {
    compare(Filter.ALPHA_BLEND, PictureFilter.KUWAHARA, "alpha:estimate=off,kuwahara", "#000000", 0.1, 0.002);
  }

  /** The read-back is the mean of what each pixel covers: the core's resizing, to a byte. */
  static void testShrinkIsTheCores() throws Exception {
    ByteBuffer small = Pictures.buffer(4 * 100 * 75);
    ready().readFrame(100, 75, small);
    double far = 0;
    for (int y = 0; y < 75; ++y) {
      for (int x = 0; x < 100; ++x) {
        for (int c = 0; c < 3; ++c) far = Math.max(far, Math.abs(mean(x, y, c) - (small.get(4 * (100 * y + x)
            + c) & 255)));
      }
    }
    Check.near(0, far, 0.52); // rounding, and a little of the GPU's arithmetic
  }

  /** What the net sees: the mean of four bytes is the mean of what they cover, to a quarter of a byte. */
  static void testNetsPictureIsFinerThanBytes() throws Exception {
    Look of = new Look(new Card("{\"width\": 100, \"height\": 75}"), W, H);
    ready().read(of);
    double far = 0;
    for (int y = 0; y < 75; ++y) {
      for (int x = 0; x < 100; ++x) {
        for (int c = 0; c < 3; ++c) {
          int sum = 0;
          for (int k = 0; k < 4; ++k) sum += of.picture.get(4 * (200 * (2 * y + k / 2) + 2 * x + k % 2) + c) & 255;
          far = Math.max(far, Math.abs(mean(x, y, c) - sum / 4.0));
        }
      }
    }
    Check.near(0, far, 0.135);
  }

  private static double mean(int x, int y, int c) {
    double x0 = x * 3.6, x1 = x0 + 3.6, y0 = y * 6.4, y1 = y0 + 6.4, sum = 0;
    for (int v = (int) y0; v < Math.min(H, y1 - 1e-9); ++v) {
      for (int u = (int) x0; u < Math.min(W, x1 - 1e-9); ++u) {
        double weight = (Math.min(x1, u + 1) - Math.max(x0, u)) * (Math.min(y1, v + 1) - Math.max(y0, v));
        sum += weight * (frame.get(4 * (W * v + u) + c) & 255);
      }
    }
    return sum / (3.6 * 6.4);
  }

  /** What the core fits the matte to: blocks of a whole number of pixels, the last ones cut off by the picture's edge. */
  static void testReducedFrame() throws Exception {
    ByteBuffer large = Pictures.sample(System.getProperty("segme.person"), 719, 1283);
    GlPainter other = painter(719, 1283, large);
    Look of = new Look(new Card("{\"width\": 64, \"height\": 48, \"fit\": \"letterbox\"}"), 719, 1283);
    Check.same("5 144 257 72 129", of.factor + " " + of.reducedWidth + " " + of.reducedHeight + " " + of.cells + " "
        + of.cellRows);
    Check.same("27 48", of.width + " " + of.height); // its shape is kept
    other.read(of);
    other.close();
    double far = 0;
    for (int y = 0; y < of.reducedHeight; ++y) {
      for (int x = 0; x < of.reducedWidth; ++x) {
        for (int c = 0; c < 3; ++c) {
          double sum = 0;
          int count = 0;
          for (int v = 5 * y; v < Math.min(1283, 5 * y + 5); ++v) {
            for (int u = 5 * x; u < Math.min(719, 5 * x + 5); ++u, ++count) {
              sum += large.get(4 * (719 * v + u) + c) & 255;
            }
          }
          int drawn = of.reduced.get(4 * (of.reducedWidth * y + x) + c) & 255;
          far = Math.max(far, Math.abs(sum / count - drawn));
        }
      }
    }
    Check.near(0, far, 0.52);
  }

  /** The matte from the models of the core, against the formula in double precision at places all over the picture. */
  static void testMatteIsTheFormula() throws Exception {
    ready();
    java.util.Random random = new java.util.Random(7);
    for (int i = 0; i < look.cells * look.cellRows; ++i) {
      for (int c = 0; c < 3; ++c) look.models.putFloat(4 * (4 * i + c), (float) (random.nextGaussian() / 255));
      look.models.putFloat(4 * (4 * i + 3), random.nextFloat());
    }
    painter.setMatte(look);
    painter.compose(Filter.ALPHA_BLEND, PictureFilter.NONE);
    ByteBuffer matte = matte();
    double far = 0;
    for (int i = 0; i < 4000; ++i) {
      int x = (i * 7919) % W;
      int y = (i * 104729) % H;
      far = Math.max(far, Math.abs(formula(x, y) - matte.getFloat(4 * (y * W + x))));
    }
    Check.near(0, far, 0.0021); // half a byte
  }

  private static double formula(int x, int y) {
    double px = (x + 0.5) / (2 * look.factor) - 0.5;
    double py = (y + 0.5) / (2 * look.factor) - 0.5;
    double sum = 0;
    for (int v = (int) Math.floor(py); v <= Math.floor(py) + 1; ++v) {
      for (int u = (int) Math.floor(px); u <= Math.floor(px) + 1; ++u) {
        int at = Math.max(0, Math.min(look.cellRows - 1, v)) * look.cells + Math.max(0, Math.min(look.cells - 1, u));
        double value = look.models.getFloat(4 * (4 * at + 3));
        for (int c = 0; c < 3; ++c) {
          value += look.models.getFloat(4 * (4 * at + c)) * (frame.get(4 * (y * W + x) + c) & 255);
        }
        sum += (1 - Math.abs(px - u)) * (1 - Math.abs(py - v)) * value;
      }
    }
    return Math.max(0, Math.min(1, sum));
  }

  /** Sixteen pixels a float: the GPU's count is that of the matte, and every bit is at its place. */
  static void testPackedReadBack() throws Exception {
    ready().compose(Filter.ALPHA_BLEND, PictureFilter.NONE);
    ByteBuffer matte = matte();
    int wanted = 0;
    for (int i = 0; i < W * H; ++i) wanted += matte.getFloat(4 * i) >= 0.5 ? 1 : 0;
    Check.same(wanted, painter.personPixels());
    ByteBuffer words = Pictures.buffer(Packed.bytes(40, 2));
    words.putFloat(4 * 3, 128 + 1 / 256F); // row 1, pixels 0 and 15
    Check.that(Packed.at(words, 40, 0, 1) && Packed.at(words, 40, 15, 1), "the first and the last bit");
    Check.that(!Packed.at(words, 40, 1, 1) && !Packed.at(words, 40, 0, 0), "the others");
    Check.same(2, Packed.count(words, 40, 2));
  }

  /** A quarter of a turn puts the camera's left edge on top; a whole picture stays itself. */
  static void testTurns() throws Exception {
    float[] upright = new float[16];
    app.segme.core.Turn.of(new float[] {1, 0, 0, 0, 0, -1, 0, 0, 0, 0, 1, 0, 0, 1, 0, 1}, 0, upright);
    ready().takeFrame(upright);
    ByteBuffer seen = Pictures.buffer(4 * W * H);
    painter.readFrame(W, H, seen);
    Check.near(0, Pictures.difference(seen, frame, W * H), 0);
    painter.takeFrame(STRAIGHT);
  }

  /** Without a picture of the user's there is a sky, bright above and dark below, at any size. */
  static void testOwnBackground() throws Exception {
    ready().setBackground(null, 0, 0);
    ByteBuffer sky = Pictures.buffer(4 * W * H);
    painter.readBackground(sky);
    Pictures.save(sky, W, H, "sky.png");
    Check.that((sky.get(4 * (W * (H / 2) + W / 2)) & 255) > 200, "the sun is bright");
    Check.that((sky.get(4 * W * (H - 1)) & 255) < 60, "the sea is dark");
    painter.setBackground(behind, W, H);
  }
}
