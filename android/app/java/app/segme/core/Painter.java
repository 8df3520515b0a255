// Where pictures are drawn: gl/GlPainter, OpenGL ES 3.1. Everything on the engine's thread. Buffers are direct, RGBA
// with the top row first.
package app.segme.core;

import java.nio.ByteBuffer;

public interface Painter {
  /** A GPU that cannot draw; the text is a reason, no sentence. */
  final class Failure extends Exception {
    private static final long serialVersionUID = 1;

    public Failure(String reason) {
      super(reason);
    }
  }

  /** Frames are drawn at this size from here on. */
  void open(int width, int height) throws Failure;

  int width();

  int height();

  /** Takes the newest frame of the camera. turn: see Turn. */
  void takeFrame(float[] turn);

  /** The frame at another size, each pixel the mean of what it covers. */
  void readFrame(int width, int height, ByteBuffer rgba);

  /** The matte of that frame: floats 0..1, as large as the last readFrame(), or less. */
  void setMatte(ByteBuffer matte, int width, int height);

  /** threshold 0..1: what the net is less sure of is nobody. */
  void compose(Filter filter, PictureFilter picture, float threshold);

  /** The picture onto the surface that is current, as large as it can be without a part cut off. */
  void show(int width, int height);

  /** How many pixels of the matte are person, by the packed read-back. */
  int personPixels();

  void readPicture(ByteBuffer rgba);

  void readBackground(ByteBuffer rgba);

  /** What is behind the person, any size; null for the one that the app has itself. */
  void setBackground(ByteBuffer rgba, int width, int height);

  /** Gives back what can be made again. */
  void trim();

  void close();
}
