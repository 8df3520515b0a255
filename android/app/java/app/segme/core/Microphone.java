// What is heard while a video is recorded: one channel of 16-bit samples. phone/PhoneMicrophone is the real one. On the
// engine's thread.
package app.segme.core;

import java.io.IOException;
import java.nio.ByteBuffer;

public interface Microphone {
  /** Samples a second. */
  int RATE = 48_000;

  /** Whether the person lets SegMe listen. */
  boolean allowed();

  /** Listens from here on. @throws IOException with a reason, no sentence */
  void start() throws IOException;

  /** What was heard since the last call, from the buffer's start on, as many bytes as there are; it never waits. */
  int read(ByteBuffer samples);

  /** By the clock, when the last sample that was read was heard. */
  long heard();

  void stop();
}
