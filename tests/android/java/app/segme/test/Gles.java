// This machine's OpenGL ES 3.1, surfaceless (tests/android/gles).
package app.segme.test;

final class Gles {
  private Gles() {}

  /** Makes a context current on this thread; null, or what is missing. */
  static native String open();
}
