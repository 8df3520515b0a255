// One encoder of the phone, and what it has ready on the way into the file.
package app.segme.phone;

import android.media.MediaCodec;
import android.media.MediaFormat;
import app.segme.core.Tracks;
import java.io.IOException;
import java.nio.ByteBuffer;

final class PhoneEncoder {
  private static final long PATIENCE = 10_000; // microseconds
  private final MediaCodec.BufferInfo facts = new MediaCodec.BufferInfo();
  private final int which;
  final MediaCodec codec;

  /** which: its track. It is configured, not started. */
  PhoneEncoder(MediaFormat format, int which) throws IOException {
    this.which = which;
    codec = MediaCodec.createEncoderByType(format.getString(MediaFormat.KEY_MIME));
    try {
      codec.configure(format, null, null, MediaCodec.CONFIGURE_FLAG_ENCODE);
    } catch (RuntimeException refused) {
      codec.release();
      throw refused;
    }
  }

  /** Samples for an encoder without a surface. What it has no room for is lost; the times of the rest stay right. */
  void put(ByteBuffer samples, long micros, int bytesPerSecond) {
    for (int begin = samples.position(); samples.hasRemaining();) {
      int index = codec.dequeueInputBuffer(PATIENCE);
      ByteBuffer into = index < 0 ? null : codec.getInputBuffer(index);
      if (into == null) return;
      into.clear();
      int end = samples.limit();
      long at = micros + (samples.position() - begin) * 1_000_000L / bytesPerSecond;
      samples.limit(Math.min(end, samples.position() + into.remaining()));
      into.put(samples);
      samples.limit(end);
      codec.queueInputBuffer(index, 0, into.position(), at, 0);
    }
  }

  /** No more comes. surface: frames came by one. */
  void finish(boolean surface) {
    if (surface) {
      codec.signalEndOfInputStream();
      return;
    }
    int index = codec.dequeueInputBuffer(100 * PATIENCE);
    if (index < 0) throw new IllegalStateException("the encoder of sound stands still");
    codec.queueInputBuffer(index, 0, 0, 0, MediaCodec.BUFFER_FLAG_END_OF_STREAM);
  }

  /** What is ready into the file; to the last of it where `all`. */
  void drain(Tracks tracks, boolean all) {
    while (true) {
      int index = codec.dequeueOutputBuffer(facts, all ? PATIENCE : 0);
      if (index == MediaCodec.INFO_OUTPUT_FORMAT_CHANGED) {
        tracks.format(which, codec.getOutputFormat());
      } else if (index >= 0) {
        ByteBuffer data = codec.getOutputBuffer(index);
        boolean header = (facts.flags & MediaCodec.BUFFER_FLAG_CODEC_CONFIG) != 0; // the format has it
        if (data != null && facts.size > 0 && !header) {
          data.position(facts.offset).limit(facts.offset + facts.size);
          tracks.write(which, data, facts.presentationTimeUs, facts.flags);
        }
        codec.releaseOutputBuffer(index, false);
        if ((facts.flags & MediaCodec.BUFFER_FLAG_END_OF_STREAM) != 0) return;
      } else if (!all) {
        return;
      }
    }
  }
}
