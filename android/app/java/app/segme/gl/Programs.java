// All programs of the painter, compiled when it is opened first and kept until it is closed. What a program's uniforms
// are is listed here, in the order of the constants.
package app.segme.gl;

import app.segme.core.Filter;
import app.segme.core.Painter;
import java.io.IOException;

final class Programs {
  final Program latch;
  final Program show;
  final Program shrink; // source, first, covers
  final Program grain; // the same
  final Program matte; // frame, models, cell
  final Program weigh; // source, matte, light
  final Program box; // source, along, radius
  final Program unweigh; // source
  final Program sky; // size
  final Program transfer; // frame, matte, back, grid
  final Program pack; // matte
  final Program[] compose = new Program[5]; // frame, matte, back, light, change
  final Program[] picture = new Program[4]; // source, table

  Programs(Shaders shaders, Source source) throws Painter.Failure {
    try {
      String vertex = shaders.text("whole.vert");
      String copy = shaders.text("copy.frag");
      latch = Program.draw("latch", vertex, source.head(), copy, "turn", "source");
      show = Program.draw("show", vertex, "#define CAMERA sampler2D\n", copy, "turn", "source");
      shrink = draw(shaders, vertex, "shrink", "turn", "source", "first", "covers");
      grain = Program.draw("grain", vertex, "#define GRAIN\n", shaders.text("shrink.frag"), "turn", "source", "first",
          "covers");
      matte = draw(shaders, vertex, "matte", "turn", "frame", "models", "cell");
      weigh = draw(shaders, vertex, "weigh", "turn", "source", "matte", "light");
      box = draw(shaders, vertex, "box", "turn", "source", "along", "radius");
      unweigh = draw(shaders, vertex, "unweigh", "turn", "source");
      sky = draw(shaders, vertex, "sky", "turn", "size");
      transfer = Program.compute("transfer", shaders.text("transfer.comp"), "frame", "matte", "back", "grid");
      pack = Program.compute("pack", shaders.text("pack.comp"), "matte");
      for (int mode = 0; mode < compose.length; ++mode) {
        compose[mode] = Program.draw("compose " + mode, vertex, "#define MODE " + mode + "\n",
            shaders.text("compose.frag"), "turn", "frame", "matte", "back", "light", "change");
      }
      String[] names = {"sepia", "emboss", "curves", "kuwahara"};
      for (int i = 0; i < names.length; ++i) picture[i] = draw(shaders, vertex, names[i], "turn", "source", "table");
    } catch (IOException problem) {
      throw new Painter.Failure(problem.getMessage());
    }
  }

  private static Program draw(Shaders shaders, String vertex, String name, String... uniforms)
      throws Painter.Failure, IOException {
    return Program.draw(name, vertex, "", shaders.text(name + ".frag"), uniforms);
  }

  /** The number that compose.frag knows a filter by. */
  static int mode(Filter filter) {
    return switch (filter) {
      case VIDEO_BOKEH, ALPHA_BLEND -> 0;
      case RENDER_MERGE -> 1;
      case RED_OVERLAY -> 2;
      case LIGHT_WRAP -> 3;
      case COLOUR_TRANSFER -> 4;
    };
  }

  void close() {
    for (Program program : new Program[] {latch, show, shrink, grain, matte, weigh, box, unweigh, sky, transfer, pack}) {
      program.close();
    }
    for (Program program : compose) program.close();
    for (Program program : picture) program.close();
  }
}
