// What is behind the person: a picture of the user's, laid out so that it fills the frame, or the app's own sky. The
// user's pixels are kept, since a frame of another size or a new context needs them again.
package app.segme.gl;

import static android.opengl.GLES31.*;

import app.segme.core.Painter;
import java.nio.ByteBuffer;

final class Background {
  private Target laid;
  private ByteBuffer pixels;
  private int width;
  private int height;

  void open(Pass pass, int frameWidth, int frameHeight) throws Painter.Failure {
    laid = new Target(frameWidth, frameHeight, GL_RGBA8, true);
    lay(pass);
  }

  /** Null for the sky. */
  void set(ByteBuffer rgba, int newWidth, int newHeight) {
    pixels = rgba;
    width = newWidth;
    height = newHeight;
  }

  Target target() {
    return laid;
  }

  void lay(Pass pass) {
    if (laid == null) return;
    Target whole = null;
    if (pixels != null) {
      try {
        whole = new Target(width, height, GL_RGBA8, true);
        whole.write(GL_RGBA, GL_UNSIGNED_BYTE, pixels);
        double scale = Math.min(width / (double) laid.width, height / (double) laid.height);
        double w = laid.width * scale;
        double h = laid.height * scale;
        pass.lay(whole, laid, (float) ((width - w) / 2), (float) ((height - h) / 2), (float) w, (float) h);
        return;
      } catch (Painter.Failure tooLarge) {
        pixels = null; // the sky it is
      } finally {
        if (whole != null) whole.close();
      }
    }
    Program sky = pass.programs.sky;
    sky.use();
    glUniform2f(sky.at(1), laid.width, laid.height);
    pass.draw(sky, laid);
  }

  /** The user's pixels go; what is laid out of them stays until the frame's size changes. */
  void trim() {
    pixels = null;
  }

  void close() {
    if (laid != null) laid.close();
    laid = null;
  }
}
