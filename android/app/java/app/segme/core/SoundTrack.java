// Brings what the microphone hears to the recorder, in step with the frames: sound begins with the first frame, and its
// times follow the clock of the frames where the microphone's own runs otherwise or where samples were lost.
package app.segme.core;

import java.io.IOException;
import java.nio.ByteBuffer;

public final class SoundTrack {
  private static final long JUMP = 40_000_000; // nanoseconds that are noticed: samples were lost
  private static final int SLOW = 32; // a smaller difference goes away within as many pieces
  private static final long SECOND = 1_000_000_000;
  private static final long NONE = Long.MIN_VALUE;
  private final Microphone microphone;
  private final Screen screen;
  private final ByteBuffer piece = Engine.buffer(2 * Microphone.RATE / 10);
  private boolean listening;
  private long first; // nanoseconds, of the first frame
  private long next; // of the sample to come

  public SoundTrack(Microphone microphone, Screen screen) {
    this.microphone = microphone;
    this.screen = screen;
  }

  /** Whether there will be sound; if not though it is wanted, the screen says why. */
  public boolean start(boolean wanted) {
    listening = false;
    first = NONE;
    next = NONE;
    if (!wanted) return false;
    if (!microphone.allowed()) {
      screen.tell(Say.SOUND_REFUSED);
      return false;
    }
    try {
      microphone.start();
      listening = true;
    } catch (IOException problem) {
      screen.tell(Say.SOUND_FAILED, problem.getMessage());
    }
    return listening;
  }

  /** Hands on what was heard. frameNanos: the moment of the frame that was just recorded. */
  public void pump(long frameNanos, Recorder recorder) throws IOException {
    if (!listening) return;
    if (first == NONE) first = frameNanos;
    for (int bytes; (bytes = microphone.read(piece)) > 1;) {
      int count = bytes / 2;
      long heard = microphone.heard() - nanos(count);
      if (next == NONE) { // what was heard before the first frame is left out
        int early = Math.min(count, samples(first - heard));
        count -= early;
        heard += nanos(early);
        if (count == 0) continue;
        next = heard;
      }
      place(heard, count);
      piece.position(bytes - 2 * count).limit(bytes);
      recorder.sound(piece, next / 1000);
      piece.clear();
      next += nanos(count);
    }
  }

  /** Moves `next` towards the moment at which the piece was heard, and never back. */
  private void place(long heard, int count) {
    long off = heard - next;
    if (off > JUMP) {
      next = heard;
    } else {
      next += Math.max(off / SLOW, -nanos(count) / 2);
    }
  }

  public void stop() {
    if (listening) microphone.stop();
    listening = false;
  }

  private static long nanos(int samples) {
    return samples * SECOND / Microphone.RATE;
  }

  /** Rounded up. */
  private static int samples(long nanos) {
    return (int) Math.max(0, Math.min(Integer.MAX_VALUE, (nanos * Microphone.RATE + SECOND - 1) / SECOND));
  }
}
