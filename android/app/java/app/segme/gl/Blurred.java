// A picture blurred at a reduced size, which a strong blur does not show: the background of Video Bokeh and the light of
// Light Wrap, with the core's radii (render/blur, render/light_wrap, render/box_blur).
package app.segme.gl;

import static android.opengl.GLES31.*;

import app.segme.core.Painter;

final class Blurred {
  private static final float BEHIND = 2.0F; // hundredths of the longer side
  private static final float LIGHT = 1.2F;
  private static final float STRENGTH = 0.6F;
  private static final float REDUCED = 3.4641016F; // sqrt(12), as in src/render/blur.cpp
  private final boolean light;
  private final Target small;
  private final Target matte;
  private final Target even;
  private final Target odd;
  private final int radius;
  final Target result;

  Blurred(int width, int height, boolean light, int precise) throws Painter.Failure {
    this.light = light;
    float sigma = (light ? LIGHT : BEHIND) / 100 * Math.max(width, height);
    float reduce = Math.max(1, sigma / (light ? 3 : REDUCED));
    int w = Math.max(1, Math.round(width / reduce));
    int h = Math.max(1, Math.round(height / reduce));
    float rest = sigma / reduce;
    radius = Math.max(1, (int) Math.round((Math.sqrt(4 * rest * rest + 1) - 1) / 2));
    small = new Target(w, h, GL_RGBA8, false);
    matte = new Target(w, h, GL_R8, false);
    even = new Target(w, h, precise, false);
    odd = new Target(w, h, precise, false);
    result = new Target(w, h, GL_RGBA8, true);
  }

  /** Both are of the frame's size. */
  void run(Pass pass, Target picture, Target wholeMatte) {
    Programs p = pass.programs;
    pass.shrink(picture, small);
    pass.shrink(wholeMatte, matte);
    p.weigh.use();
    pass.source(p.weigh, 1, small, 0);
    pass.source(p.weigh, 2, matte, 1);
    glUniform1f(p.weigh.at(3), light ? STRENGTH : 0);
    pass.draw(p.weigh, even);
    p.box.use();
    glUniform1i(p.box.at(3), radius);
    for (int round = 0; round < 3; ++round) {
      glUniform2i(p.box.at(2), 1, 0);
      pass.source(p.box, 1, even, 0);
      pass.draw(p.box, odd);
      glUniform2i(p.box.at(2), 0, 1);
      pass.source(p.box, 1, odd, 0);
      pass.draw(p.box, even);
    }
    p.unweigh.use();
    pass.source(p.unweigh, 1, even, 0);
    pass.draw(p.unweigh, result);
  }

  void close() {
    small.close();
    matte.close();
    even.close();
    odd.close();
    result.close();
  }
}
