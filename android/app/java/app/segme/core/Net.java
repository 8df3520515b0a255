// A net that is loaded: a picture in, a matte out. Used by one thread. net/CoreNet is the real one.
package app.segme.core;

public interface Net {
  /** A net that cannot be loaded or fails; the text is one sentence for people. */
  final class Failure extends Exception {
    private static final long serialVersionUID = 1;

    public Failure(String sentence) {
      super(sentence);
    }
  }

  /** What its picture is like. Always the same object. */
  Card card();

  /**
   * From look.picture and look.reduced to look.matte and look.models. threshold 0..1: less certain pixels become
   * background in the models.
   */
  void run(Look look, float threshold) throws Failure;

  /** Of the last run, the net alone without making its input. */
  long micros();

  /** What really runs it, "GPU delegate". */
  String device();

  void close();
}
