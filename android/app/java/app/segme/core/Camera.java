// A camera, as thin as it can be: the phone's is phone/PhoneCamera, the tests' gives pictures of their own. Events
// come on any thread.
package app.segme.core;

public interface Camera {
  enum Problem {
    IN_USE, LOST, NONE, FAILED, REFUSED
  }

  /**
   * @param width,height pixels of a frame as the sensor lies
   * @param turn degrees clockwise by which a frame is turned to stand upright in the phone's natural orientation
   */
  record Info(int width, int height, int turn, boolean front) {}

  interface Listener {
    void opened(Info info);

    /** A frame is there; it waits where the painter takes it from, and the next one takes its place. */
    void frame(long nanos);

    void failed(Problem problem);
  }

  boolean has(boolean front);

  /** @param width,height of the place on the screen that frames are for */
  void open(boolean front, int width, int height, Listener listener);

  /** No event comes after it. */
  void close();
}
