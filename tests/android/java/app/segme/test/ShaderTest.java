// The app's shaders on this machine's OpenGL ES 3.1 against the C++ core, picture by picture: desktop, page and phone
// draw the same. The core gets the matte that the shader made, so that each step is judged by itself.
package app.segme.test;

import app.segme.core.Filter;
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
  private static final int SMALL = 96;
  private static final ByteBuffer frame = Pictures.sample(System.getProperty("segme.person"), W, H);
  private static final ByteBuffer behind = Pictures.sample(System.getProperty("segme.scene"), W, H);
  private static final ByteBuffer coarse = Pictures.disc(SMALL, SMALL);
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
    painter.readFrame(SMALL, SMALL, Pictures.buffer(4 * SMALL * SMALL));
    painter.setMatte(coarse, SMALL, SMALL);
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
    ready().compose(filter, picture, 0);
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

  /** The joint bilateral matte, against the formula in double precision at places all over the picture. */
  static void testUpsampleIsTheFormula() throws Exception {
    ByteBuffer guide = Pictures.buffer(4 * SMALL * SMALL);
    ready().readFrame(SMALL, SMALL, guide);
    painter.setMatte(coarse, SMALL, SMALL);
    painter.compose(Filter.ALPHA_BLEND, PictureFilter.NONE, 0.4F);
    ByteBuffer matte = matte();
    double far = 0;
    for (int i = 0; i < 4000; ++i) {
      int x = (i * 7919) % W;
      int y = (i * 104729) % H;
      far = Math.max(far, Math.abs(bilateral(guide, x, y, 0.4) - matte.getFloat(4 * (y * W + x))));
    }
    Check.near(0, far, 0.004);
  }

  private static double bilateral(ByteBuffer guide, int x, int y, double threshold) {
    double px = (x + 0.5) * SMALL / W - 0.5;
    double py = (y + 0.5) * SMALL / H - 0.5;
    double sum = 0;
    double weights = 1e-6;
    for (int v = -2; v <= 2; ++v) {
      for (int u = -2; u <= 2; ++u) {
        int cx = (int) Math.floor(px + 0.5) + u;
        int cy = (int) Math.floor(py + 0.5) + v;
        int at = Math.max(0, Math.min(SMALL - 1, cy)) * SMALL + Math.max(0, Math.min(SMALL - 1, cx));
        double colour = 0;
        for (int c = 0; c < 3; ++c) {
          colour += Math.pow(((guide.get(4 * at + c) & 255) - (frame.get(4 * (y * W + x) + c) & 255)) / 255.0, 2);
        }
        double near = Math.pow(cx - px, 2) + Math.pow(cy - py, 2);
        double weight = Math.exp(-near / (2 * 0.7 * 0.7) - colour / (2 * 0.08 * 0.08)) + 1e-6;
        double value = coarse.getFloat(4 * at);
        sum += value < threshold ? 0 : weight * value;
        weights += weight;
      }
    }
    return sum / weights;
  }

  /** Sixteen pixels a float: the GPU's count is that of the matte, and every bit is at its place. */
  static void testPackedReadBack() throws Exception {
    ready().compose(Filter.ALPHA_BLEND, PictureFilter.NONE, 0);
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
