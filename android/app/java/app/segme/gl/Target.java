// A texture that can be drawn into and read. Its row 0 is the top row of the picture.
package app.segme.gl;

import static android.opengl.GLES31.*;

import app.segme.core.Painter;
import java.nio.ByteBuffer;

final class Target {
  final int width;
  final int height;
  private final int[] texture = new int[1];
  private final int[] frame = new int[1];

  /** @param format GL_RGBA8, GL_R8, GL_RGBA16F; GL_R32F and GL_RGBA32F are only read by shaders */
  Target(int width, int height, int format, boolean smooth) throws Painter.Failure {
    this.width = width;
    this.height = height;
    glGenTextures(1, texture, 0);
    glBindTexture(GL_TEXTURE_2D, texture[0]);
    glTexStorage2D(GL_TEXTURE_2D, 1, format, width, height);
    int filter = smooth ? GL_LINEAR : GL_NEAREST;
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, filter);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, filter);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
    if (format == GL_R32F || format == GL_RGBA32F) return;
    glGenFramebuffers(1, frame, 0);
    glBindFramebuffer(GL_FRAMEBUFFER, frame[0]);
    glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, texture[0], 0);
    if (glCheckFramebufferStatus(GL_FRAMEBUFFER) != GL_FRAMEBUFFER_COMPLETE) {
      close();
      throw new Painter.Failure("no picture of " + width + " x " + height + " can be drawn into");
    }
  }

  static boolean fits(Target target, int width, int height) {
    return target != null && target.width == width && target.height == height;
  }

  int texture() {
    return texture[0];
  }

  /** Shaders read it from that unit. */
  void bind(int unit) {
    glActiveTexture(GL_TEXTURE0 + unit);
    glBindTexture(GL_TEXTURE_2D, texture[0]);
  }

  /** The program in use draws every pixel of it. */
  void draw() {
    glBindFramebuffer(GL_FRAMEBUFFER, frame[0]);
    glViewport(0, 0, width, height);
    glDrawArrays(GL_TRIANGLES, 0, 3);
  }

  void write(int format, int type, ByteBuffer pixels) {
    bind(0);
    glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
    pixels.position(0);
    glTexSubImage2D(GL_TEXTURE_2D, 0, 0, 0, width, height, format, type, pixels);
  }

  void read(ByteBuffer rgba) {
    glBindFramebuffer(GL_FRAMEBUFFER, frame[0]);
    glPixelStorei(GL_PACK_ALIGNMENT, 1);
    rgba.position(0);
    glReadPixels(0, 0, width, height, GL_RGBA, GL_UNSIGNED_BYTE, rgba);
  }

  void close() {
    if (frame[0] != 0) glDeleteFramebuffers(1, frame, 0);
    if (texture[0] != 0) glDeleteTextures(1, texture, 0);
    frame[0] = 0;
    texture[0] = 0;
  }
}
