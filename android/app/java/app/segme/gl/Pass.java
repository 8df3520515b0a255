// What all passes of the painter have in common.
package app.segme.gl;

import static android.opengl.GLES31.*;

final class Pass {
  static final float[] STRAIGHT = {1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1};
  static final float[] UPSIDE_DOWN = {1, 0, 0, 0, 0, -1, 0, 0, 0, 0, 1, 0, 0, 1, 0, 1};
  final Programs programs;

  Pass(Programs programs) {
    this.programs = programs;
  }

  /** The uniform of that index reads a target from a unit. */
  void source(Program program, int uniform, Target target, int unit) {
    target.bind(unit);
    glUniform1i(program.at(uniform), unit);
  }

  /** Fills a target; the program is in use. */
  void draw(Program program, Target into) {
    glUniformMatrix4fv(program.at(0), 1, false, STRAIGHT, 0);
    into.draw();
  }

  /** The whole of a picture at another size. */
  void shrink(Target from, Target into) {
    lay(from, into, 0, 0, from.width, from.height);
  }

  /** The same; 2 x 2 pixels of `into` are one, whose mean is finer than a byte. */
  void grain(Target from, Target into) {
    fill(programs.grain, from, into, 0, 0, 2F * from.width / into.width, 2F * from.height / into.height);
  }

  /** A part of a picture at the size of `into`. */
  void lay(Target from, Target into, float x, float y, float width, float height) {
    fill(programs.shrink, from, into, x, y, width / into.width, height / into.height);
  }

  private void fill(Program program, Target from, Target into, float x, float y, float across, float down) {
    program.use();
    source(program, 1, from, 0);
    glUniform2f(program.at(2), x, y);
    glUniform2f(program.at(3), across, down);
    draw(program, into);
  }
}
