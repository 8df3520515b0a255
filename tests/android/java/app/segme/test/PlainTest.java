// The small parts, each by itself.
package app.segme.test;

import app.segme.core.Card;
import app.segme.core.Curves;
import app.segme.core.Device;
import app.segme.core.Filter;
import app.segme.core.Governor;
import app.segme.core.Meter;
import app.segme.core.Newest;
import app.segme.core.Settings;
import app.segme.core.Sizes;
import app.segme.core.Stage;
import app.segme.core.Turn;

final class PlainTest {
  private PlainTest() {}

  static void testSettingsSurviveAStart() {
    Settings set = Settings.DEFAULT.with(Filter.LIGHT_WRAP).with(Device.NNAPI).withThreshold(73).withThreads(9)
        .withModel("prisma-net").withFront(false).withFigures(true).withSound(true);
    Check.same(set, Settings.parse(set.asText()));
    Check.same(set.withSound(false), Settings.parse(set.asText().replaceFirst("\ttrue$", ""))); // before there was sound
    Check.same(Settings.DEFAULT, Settings.parse(null));
    Check.same(Settings.DEFAULT, Settings.parse("of\ta\tlater\tversion"));
    Check.same(Settings.DEFAULT, Settings.parse(set.asText().replace("NNAPI", "TPU")));
    Check.same(10, set.withThreads(99).threads());
    Check.same(0, set.withThreshold(-4).threshold());
  }

  static void testNewest() {
    Newest newest = new Newest();
    Check.same(Newest.NOTHING, newest.take());
    Check.that(newest.put(1), "the engine is called");
    Check.that(!newest.put(2), "it is called already");
    Check.same(2L, newest.take());
    Check.same(Newest.NOTHING, newest.take());
    Check.same(1L, newest.dropped());
  }

  static void testMeter() {
    Meter meter = new Meter();
    Check.same(0, meter.tenthsOfRate());
    meter.frame(5);
    meter.frame(5); // no time went by: no division by it
    Check.same(0, meter.tenthsOfRate());
    meter.reset();
    for (int i = 0; i < 100; ++i) {
      meter.frame(i * 40_000_000L);
      meter.stage(Stage.NET, 7_300_000);
    }
    Check.same(250, meter.tenthsOfRate());
    Check.same(7300, meter.micros(Stage.NET));
    Check.same("25.0 fps  camera 0.0  pre 0.0  net 7.3  post 0.0  draw 0.0 ms\nx", meter.overlay("x").toString());
    for (int i = 0; i < 5000; ++i) meter.frame(i);
    Check.same(4097, meter.csv().split("\n").length); // the newest ones
  }

  static void testCameraSizes() {
    int[] sizes = {4000, 3000, 1920, 1080, 1280, 720, 640, 480, 320, 240};
    Check.same(2, Sizes.choose(sizes, 1280, 700, 1920, 1080)); // the smallest that fills
    Check.same(1, Sizes.choose(sizes, 3000, 2000, 1920, 1080)); // none fills: the largest, within 1920 x 1080
    Check.same(3, Sizes.choose(sizes, 600, 400, 4000, 3000)); // of the sensor's shape
    Check.same(-1, Sizes.choose(new int[0], 1, 1, 4, 3));
    Check.same(-1, Sizes.choose(new int[] {4000, 3000}, 1, 1, 4, 3));
  }

  /** Of the four corners of the screen, which of the camera's picture is where. */
  static void testTurn() {
    float[] straight = {1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1};
    float[][] wanted = {{0, 1}, {1, 1}, {1, 0}, {0, 0}}; // of the place in memory that is its first pixel
    float[] out = new float[16];
    for (int i = 0; i < 4; ++i) {
      Turn.of(straight, 90 * i, out);
      Check.near(wanted[i][0], out[12], 1e-6);
      Check.near(wanted[i][1], out[13], 1e-6);
    }
    Check.that(Turn.swaps(90, 0) && !Turn.swaps(90, 90) && Turn.swaps(0, 270) && !Turn.swaps(180, 0), "sides");
  }

  static void testGovernor() {
    Governor governor = new Governor();
    Check.that(!governor.heat(1), "warm is nothing");
    Check.that(governor.heat(2) && governor.mostRows() == 540 && governor.model("balanced").equals("balanced"),
        "smaller");
    Check.that(governor.heat(3) && governor.model("balanced").equals("fast")
        && governor.model("mine").equals("mine"), "fast");
    Check.that(governor.heat(5) && governor.skips(1) && !governor.skips(2), "every second");
    Check.that(governor.heat(0) && governor.mostRows() == 1080 && !governor.skips(1), "all again");
  }

  /** White through the red curve, then the common one; ShaderTest holds all of it against the core. */
  static void testCurves() {
    Check.same(245, Curves.greeny().get(4 * 255) & 255);
    Check.same(1024, Curves.greeny().capacity());
  }

  static void testCards() {
    Card stretch = new Card("{\"width\": 192, \"height\": 128, \"sha256\": \"ab\"}");
    Check.same(192, stretch.width());
    Check.same(128, stretch.height());
    Check.same("ab", Card.hash(stretch.text()));
    for (String broken : new String[] {"", "{}", "{\"width\": 0, \"height\": 4}",
        "{\"width\": 99999, \"height\": 4}"}) {
      try {
        new Card(broken);
      } catch (IllegalArgumentException said) {
        continue;
      }
      throw new AssertionError("a card without sides: " + broken);
    }
  }
}
