// A net that is loaded: a picture in, a matte out. Used by one thread. net/CoreNet is the real one.
package app.segme.core;

import java.nio.ByteBuffer;

public interface Net {
  /** A net that cannot be loaded or fails; the text is one sentence for people. */
  final class Failure extends Exception {
    private static final long serialVersionUID = 1;

    public Failure(String sentence) {
      super(sentence);
    }
  }

  /** Sides of the picture that it wants of a frame of this size: its own, or within them the frame's shape. */
  int width(int frameWidth, int frameHeight);

  int height(int frameWidth, int frameHeight);

  /** Both buffers are direct and of that size: RGBA bytes, floats 0..1. */
  void run(ByteBuffer rgba, int width, int height, ByteBuffer matte) throws Failure;

  /** Of the last run, the net alone without making its input. */
  long micros();

  /** What really runs it, "GPU delegate". */
  String device();

  void close();
}
