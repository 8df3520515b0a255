// Listens by AudioRecord, with the moments that it says.
package app.segme.phone;

import android.Manifest;
import android.annotation.SuppressLint;
import android.content.Context;
import android.content.pm.PackageManager;
import android.media.AudioFormat;
import android.media.AudioRecord;
import android.media.AudioTimestamp;
import android.media.MediaRecorder;
import app.segme.core.Microphone;
import java.io.IOException;
import java.nio.ByteBuffer;

final class PhoneMicrophone implements Microphone {
  private static final int KEPT_SECONDS = 2; // frames may take that long before sound is lost
  private final Context context;
  private final AudioTimestamp stamp = new AudioTimestamp();
  private AudioRecord record;
  private long samples; // that were read

  PhoneMicrophone(Context context) {
    this.context = context;
  }

  @Override
  public boolean allowed() {
    return context.checkSelfPermission(Manifest.permission.RECORD_AUDIO) == PackageManager.PERMISSION_GRANTED;
  }

  @Override
  @SuppressLint("MissingPermission")
  public void start() throws IOException {
    samples = 0;
    try {
      record = new AudioRecord(MediaRecorder.AudioSource.CAMCORDER, RATE, AudioFormat.CHANNEL_IN_MONO,
          AudioFormat.ENCODING_PCM_16BIT, KEPT_SECONDS * 2 * RATE);
      if (record.getState() != AudioRecord.STATE_INITIALIZED) throw new IOException("it does not start");
      record.startRecording();
      if (record.getRecordingState() != AudioRecord.RECORDSTATE_RECORDING) {
        throw new IOException("another app listens");
      }
    } catch (IOException | RuntimeException problem) {
      stop();
      throw problem instanceof IOException ? (IOException) problem : new IOException(problem.getMessage(), problem);
    }
  }

  @Override
  public int read(ByteBuffer into) {
    into.clear();
    int bytes = record == null ? 0 : record.read(into, into.capacity(), AudioRecord.READ_NON_BLOCKING);
    if (bytes > 0) samples += bytes / 2;
    return Math.max(0, bytes);
  }

  @Override
  public long heard() {
    if (record == null || record.getTimestamp(stamp, AudioTimestamp.TIMEBASE_MONOTONIC) != AudioRecord.SUCCESS) {
      return System.nanoTime();
    }
    return stamp.nanoTime + (samples - stamp.framePosition) * 1_000_000_000L / RATE;
  }

  @Override
  public void stop() {
    if (record != null) record.release(); // it stops by that
    record = null;
  }
}
