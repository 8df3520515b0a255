// Pieces of picture and sound into one file. It can begin only when the format of every track is known; what is ready
// before that waits. phone/PhoneRecorder gives the file.
package app.segme.core;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;

public final class Tracks {
  /** The file: MediaMuxer on the phone. Formats are its own. */
  public interface Muxer {
    int add(Object format);

    void start();

    /** The bytes between the buffer's position and limit. */
    void write(int track, ByteBuffer data, long micros, int flags);
  }

  private record Piece(int which, ByteBuffer data, long micros, int flags) {}

  private final Muxer muxer;
  private final ArrayDeque<Piece> waiting = new ArrayDeque<>();
  private final Object[] formats;
  private final int[] tracks;
  private final long[] last;
  private boolean started;

  public Tracks(Muxer muxer, int count) {
    this.muxer = muxer;
    formats = new Object[count];
    tracks = new int[count];
    last = new long[count];
    java.util.Arrays.fill(last, Long.MIN_VALUE);
  }

  /** What track `which` is like. */
  public void format(int which, Object format) {
    if (started || formats[which] != null) return;
    formats[which] = format;
    for (Object known : formats) {
      if (known == null) return;
    }
    start();
  }

  public void write(int which, ByteBuffer data, long micros, int flags) {
    if (started) {
      put(which, data, micros, flags);
      return;
    }
    ByteBuffer copy = ByteBuffer.allocateDirect(data.remaining());
    copy.put(data);
    copy.flip();
    waiting.add(new Piece(which, copy, micros, flags));
  }

  /** No more comes: a track whose format never came is left out. False where there is none at all. */
  public boolean finish() {
    if (!started) start();
    for (Object known : formats) {
      if (known != null) return true;
    }
    return false;
  }

  private void start() {
    boolean any = false;
    for (int i = 0; i < formats.length; ++i) {
      if (formats[i] == null) continue;
      tracks[i] = muxer.add(formats[i]);
      any = true;
    }
    started = true;
    if (any) muxer.start();
    for (Piece piece; (piece = waiting.poll()) != null;) put(piece.which, piece.data, piece.micros, piece.flags);
  }

  /** A file of MPEG-4 takes no time twice. */
  private void put(int which, ByteBuffer data, long micros, int flags) {
    if (formats[which] == null) return;
    last[which] = Math.max(micros, last[which] + 1);
    muxer.write(tracks[which], data, last[which], flags);
  }
}
