// Writes a video of what is shown. The phone's encodes a surface; drawing onto it is the painter's show().
package app.segme.core;

import java.io.IOException;

public interface Recorder {
  void start(String name, int width, int height) throws IOException;

  /** Makes the video's surface the current one. */
  void begin();

  /** The frame is drawn; nanos is its moment. */
  void end(long nanos) throws IOException;

  /** Ends the file; the name that it got. */
  String stop() throws IOException;
}
