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

  /** Both buffers are direct and of that size, any: RGBA bytes; floats 0..1, fitted to the picture's edges. */
  void run(ByteBuffer rgba, int width, int height, ByteBuffer matte) throws Failure;

  /** Of the last run, the net alone without making its input. */
  long micros();

  /** What really runs it, "GPU delegate". */
  String device();

  void close();
}
