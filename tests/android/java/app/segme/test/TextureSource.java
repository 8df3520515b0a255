// The camera's texture of the tests: a plain one, filled from memory.
package app.segme.test;

import static android.opengl.GLES31.*;

import app.segme.gl.Source;
import java.nio.ByteBuffer;

final class TextureSource implements Source {
  private final int[] name = new int[1];
  private final int width;
  private final int height;

  TextureSource(int width, int height) {
    this.width = width;
    this.height = height;
    glGenTextures(1, name, 0);
    glBindTexture(GL_TEXTURE_2D, name[0]);
    glTexStorage2D(GL_TEXTURE_2D, 1, GL_RGBA8, width, height);
    for (int key : new int[] {GL_TEXTURE_MIN_FILTER, GL_TEXTURE_MAG_FILTER}) glTexParameteri(GL_TEXTURE_2D, key,
        GL_LINEAR);
    for (int key : new int[] {GL_TEXTURE_WRAP_S, GL_TEXTURE_WRAP_T}) glTexParameteri(GL_TEXTURE_2D, key,
        GL_CLAMP_TO_EDGE);
  }

  /** As a camera's buffer lies: the top row first. */
  void put(ByteBuffer rgba) {
    glActiveTexture(GL_TEXTURE0);
    glBindTexture(GL_TEXTURE_2D, name[0]);
    rgba.position(0);
    glTexSubImage2D(GL_TEXTURE_2D, 0, 0, 0, width, height, GL_RGBA, GL_UNSIGNED_BYTE, rgba);
  }

  @Override
  public String head() {
    return "#define CAMERA sampler2D\n";
  }

  @Override
  public void latch() {
    glActiveTexture(GL_TEXTURE0);
    glBindTexture(GL_TEXTURE_2D, name[0]);
  }
}
