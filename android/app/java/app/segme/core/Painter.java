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

  /** Fills look.picture and look.reduced from the frame. */
  void read(Look look);

  /** The matte of that frame, from look.models. */
  void setMatte(Look look);

  void compose(Filter filter, PictureFilter picture);

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
