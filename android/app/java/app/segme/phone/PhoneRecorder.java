// Writes what is shown as H.264 in an MP4 file, without sound: the encoder's own surface is drawn onto.
package app.segme.phone;

import android.media.MediaCodec;
import android.media.MediaCodecInfo;
import android.media.MediaFormat;
import android.media.MediaMuxer;
import android.net.Uri;
import android.opengl.EGL14;
import android.opengl.EGLSurface;
import android.os.Environment;
import android.os.ParcelFileDescriptor;
import android.provider.MediaStore;
import android.view.Surface;
import app.segme.core.Recorder;
import java.io.IOException;
import java.nio.ByteBuffer;

final class PhoneRecorder implements Recorder {
  private static final String KIND = "video/mp4";
  private final Egl egl;
  private final PhoneStore store;
  private final MediaCodec.BufferInfo facts = new MediaCodec.BufferInfo();
  private MediaCodec encoder;
  private MediaMuxer muxer;
  private Surface input;
  private EGLSurface surface = EGL14.EGL_NO_SURFACE;
  private ParcelFileDescriptor file;
  private Uri place;
  private int track;

  PhoneRecorder(Egl egl, PhoneStore store) {
    this.egl = egl;
    this.store = store;
  }

  @Override
  public void start(String name, int width, int height) throws IOException {
    try {
      MediaFormat format = MediaFormat.createVideoFormat(MediaFormat.MIMETYPE_VIDEO_AVC, width, height);
      format.setInteger(MediaFormat.KEY_COLOR_FORMAT, MediaCodecInfo.CodecCapabilities.COLOR_FormatSurface);
      format.setInteger(MediaFormat.KEY_BIT_RATE, width * height * 6);
      format.setInteger(MediaFormat.KEY_FRAME_RATE, 30);
      format.setInteger(MediaFormat.KEY_I_FRAME_INTERVAL, 1);
      encoder = MediaCodec.createEncoderByType(MediaFormat.MIMETYPE_VIDEO_AVC);
      encoder.configure(format, null, null, MediaCodec.CONFIGURE_FLAG_ENCODE);
      input = encoder.createInputSurface();
      place = store.create(name, KIND, Environment.DIRECTORY_MOVIES,
          MediaStore.Video.Media.getContentUri(MediaStore.VOLUME_EXTERNAL_PRIMARY));
      file = store.resolver().openFileDescriptor(place, "rw");
      if (file == null) throw new IOException("the file cannot be opened");
      muxer = new MediaMuxer(file.getFileDescriptor(), MediaMuxer.OutputFormat.MUXER_OUTPUT_MPEG_4);
      encoder.start();
      surface = egl.make(input);
      track = -1;
    } catch (IOException | RuntimeException problem) {
      release();
      drop();
      throw new IOException(problem.getMessage(), problem);
    }
  }

  @Override
  public void begin() {
    egl.draw(surface);
  }

  @Override
  public void end(long nanos) throws IOException {
    egl.show(surface, nanos);
    egl.drawScreen();
    try {
      drain(false);
    } catch (RuntimeException problem) {
      release();
      drop();
      throw new IOException(problem.getMessage(), problem);
    }
  }

  /** What the encoder has ready into the file; to the last of it where `all`. */
  private void drain(boolean all) {
    if (all) encoder.signalEndOfInputStream();
    while (true) {
      int index = encoder.dequeueOutputBuffer(facts, all ? 10_000 : 0);
      if (index == MediaCodec.INFO_OUTPUT_FORMAT_CHANGED) {
        track = muxer.addTrack(encoder.getOutputFormat());
        muxer.start();
      } else if (index >= 0) {
        ByteBuffer data = encoder.getOutputBuffer(index);
        boolean header = (facts.flags & MediaCodec.BUFFER_FLAG_CODEC_CONFIG) != 0; // the muxer has it from the format
        if (data != null && facts.size > 0 && !header) muxer.writeSampleData(track, data, facts);
        encoder.releaseOutputBuffer(index, false);
        if ((facts.flags & MediaCodec.BUFFER_FLAG_END_OF_STREAM) != 0) return;
      } else if (!all) {
        return;
      }
    }
  }

  @Override
  public String stop() throws IOException {
    try {
      drain(true);
      muxer.stop();
      release();
      String name = store.finish(place, KIND);
      place = null;
      return name;
    } catch (RuntimeException problem) {
      release();
      drop();
      throw new IOException(problem.getMessage(), problem);
    }
  }

  private void release() {
    egl.drawScreen();
    egl.end(surface);
    surface = EGL14.EGL_NO_SURFACE;
    try {
      if (encoder != null) encoder.release();
      if (muxer != null) muxer.release();
      if (file != null) file.close();
    } catch (IOException | IllegalStateException gone) {
      // nothing of it is kept
    }
    if (input != null) input.release();
    encoder = null;
    muxer = null;
    file = null;
    input = null;
  }

  private void drop() {
    if (place != null) store.drop(place);
    place = null;
  }
}
