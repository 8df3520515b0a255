// Where frames come from: the phone's camera texture (of a kind of its own), or a plain one.
package app.segme.gl;

public interface Source {
  /** Lines before the shader that reads it. */
  String head();

  /** The camera's newest frame into the texture, bound to unit 0. */
  void latch();
}
