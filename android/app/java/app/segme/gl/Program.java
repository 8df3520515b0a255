// A linked shader program. Uniforms are looked up once and kept by their place in the caller's list.
package app.segme.gl;

import static android.opengl.GLES31.*;

import app.segme.core.Painter;

final class Program {
  private static final String HEAD = "#version 310 es\n";
  private final int[] places;
  private int name;

  private Program(int name, String[] uniforms) {
    this.name = name;
    places = new int[uniforms.length];
    for (int i = 0; i < uniforms.length; ++i) places[i] = glGetUniformLocation(name, uniforms[i]);
  }

  /** @param head lines after the version: extensions and definitions */
  static Program draw(String what, String vertex, String head, String fragment, String... uniforms)
      throws Painter.Failure {
    return link(what, new int[] {compile(what, GL_VERTEX_SHADER, HEAD + vertex),
        compile(what, GL_FRAGMENT_SHADER, HEAD + head + fragment)}, uniforms);
  }

  static Program compute(String what, String source, String... uniforms) throws Painter.Failure {
    return link(what, new int[] {compile(what, GL_COMPUTE_SHADER, HEAD + source)}, uniforms);
  }

  private static int compile(String what, int kind, String source) throws Painter.Failure {
    int shader = glCreateShader(kind);
    glShaderSource(shader, source);
    glCompileShader(shader);
    int[] done = new int[1];
    glGetShaderiv(shader, GL_COMPILE_STATUS, done, 0);
    if (done[0] == 0) {
      String log = glGetShaderInfoLog(shader);
      glDeleteShader(shader);
      throw new Painter.Failure("shader " + what + ": " + log);
    }
    return shader;
  }

  private static Program link(String what, int[] shaders, String[] uniforms) throws Painter.Failure {
    int program = glCreateProgram();
    for (int shader : shaders) glAttachShader(program, shader);
    glLinkProgram(program);
    for (int shader : shaders) glDeleteShader(shader);
    int[] done = new int[1];
    glGetProgramiv(program, GL_LINK_STATUS, done, 0);
    if (done[0] == 0) {
      String log = glGetProgramInfoLog(program);
      glDeleteProgram(program);
      throw new Painter.Failure("shader " + what + ": " + log);
    }
    return new Program(program, uniforms);
  }

  void use() {
    glUseProgram(name);
  }

  /** The place of the uniform of that index. */
  int at(int uniform) {
    return places[uniform];
  }

  void close() {
    if (name != 0) glDeleteProgram(name);
    name = 0;
  }
}
