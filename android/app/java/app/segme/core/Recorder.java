// Writes a video of what is shown. The phone's encodes a surface; drawing onto it is the painter's show(). Frames and
// sound have times of one clock.
package app.segme.core;

import java.io.IOException;
import java.nio.ByteBuffer;

public interface Recorder {
  /** sound: there will be some. */
  void start(String name, int width, int height, boolean sound) throws IOException;

  /** Makes the video's surface the current one. */
  void begin();

  /** The frame is drawn; nanos is its moment. */
  void end(long nanos) throws IOException;

  /** Samples of Microphone, between the buffer's position and limit; micros is the moment of the first one. */
  void sound(ByteBuffer samples, long micros) throws IOException;

  /** Ends the file; the name that it got. */
  String stop() throws IOException;
}
