// Writes what is shown as H.264, and what is heard as AAC, in an MP4 file: the encoder's own surface is drawn onto.
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
import app.segme.core.Microphone;
import app.segme.core.Recorder;
import app.segme.core.Tracks;
import java.io.IOException;
import java.nio.ByteBuffer;

final class PhoneRecorder implements Recorder, Tracks.Muxer {
  private static final String KIND = "video/mp4";
  private static final int SOUND_BITS = 96_000; // a second
  private static final int PIECE = 2 * Microphone.RATE / 10; // bytes
  private final Egl egl;
  private final PhoneStore store;
  private final MediaCodec.BufferInfo facts = new MediaCodec.BufferInfo();
  private PhoneEncoder pictures;
  private PhoneEncoder sounds;
  private Tracks tracks;
  private MediaMuxer muxer;
  private Surface input;
  private EGLSurface surface = EGL14.EGL_NO_SURFACE;
  private ParcelFileDescriptor file;
  private Uri place;

  PhoneRecorder(Egl egl, PhoneStore store) {
    this.egl = egl;
    this.store = store;
  }

  @Override
  public void start(String name, int width, int height, boolean sound) throws IOException {
    try {
      pictures = new PhoneEncoder(video(width, height), 0);
      input = pictures.codec.createInputSurface();
      if (sound) sounds = new PhoneEncoder(audio(), 1);
      place = store.create(name, KIND, Environment.DIRECTORY_MOVIES,
          MediaStore.Video.Media.getContentUri(MediaStore.VOLUME_EXTERNAL_PRIMARY));
      file = store.resolver().openFileDescriptor(place, "rw");
      if (file == null) throw new IOException("the file cannot be opened");
      muxer = new MediaMuxer(file.getFileDescriptor(), MediaMuxer.OutputFormat.MUXER_OUTPUT_MPEG_4);
      tracks = new Tracks(this, sound ? 2 : 1);
      pictures.codec.start();
      if (sound) sounds.codec.start();
      surface = egl.make(input);
    } catch (IOException | RuntimeException problem) {
      throw failed(problem);
    }
  }

  private static MediaFormat video(int width, int height) {
    MediaFormat format = MediaFormat.createVideoFormat(MediaFormat.MIMETYPE_VIDEO_AVC, width, height);
    format.setInteger(MediaFormat.KEY_COLOR_FORMAT, MediaCodecInfo.CodecCapabilities.COLOR_FormatSurface);
    format.setInteger(MediaFormat.KEY_BIT_RATE, width * height * 6);
    format.setInteger(MediaFormat.KEY_FRAME_RATE, 30);
    format.setInteger(MediaFormat.KEY_I_FRAME_INTERVAL, 1);
    return format;
  }

  private static MediaFormat audio() {
    MediaFormat format = MediaFormat.createAudioFormat(MediaFormat.MIMETYPE_AUDIO_AAC, Microphone.RATE, 1);
    format.setInteger(MediaFormat.KEY_AAC_PROFILE, MediaCodecInfo.CodecProfileLevel.AACObjectLC);
    format.setInteger(MediaFormat.KEY_BIT_RATE, SOUND_BITS);
    format.setInteger(MediaFormat.KEY_MAX_INPUT_SIZE, PIECE);
    return format;
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
      pictures.drain(tracks, false);
    } catch (RuntimeException problem) {
      throw failed(problem);
    }
  }

  @Override
  public void sound(ByteBuffer samples, long micros) throws IOException {
    if (sounds == null) return;
    try {
      sounds.put(samples, micros, 2 * Microphone.RATE);
      sounds.drain(tracks, false);
    } catch (RuntimeException problem) {
      throw failed(problem);
    }
  }

  @Override
  public String stop() throws IOException {
    try {
      pictures.finish(true);
      pictures.drain(tracks, true);
      if (sounds != null) {
        sounds.finish(false);
        sounds.drain(tracks, true);
      }
      if (!tracks.finish()) throw new IOException("the encoder gave nothing");
      muxer.stop();
      release();
      String name = store.finish(place, KIND);
      place = null;
      return name;
    } catch (IOException | RuntimeException problem) {
      throw failed(problem);
    }
  }

  @Override
  public int add(Object format) {
    return muxer.addTrack((MediaFormat) format);
  }

  @Override
  public void start() {
    muxer.start();
  }

  @Override
  public void write(int track, ByteBuffer data, long micros, int flags) {
    facts.set(data.position(), data.remaining(), micros, flags);
    muxer.writeSampleData(track, data, facts);
  }

  /** Nothing is kept of it. */
  private IOException failed(Exception problem) {
    release();
    if (place != null) store.drop(place);
    place = null;
    return new IOException(problem.getMessage(), problem);
  }

  private void release() {
    egl.drawScreen();
    egl.end(surface);
    surface = EGL14.EGL_NO_SURFACE;
    try {
      if (pictures != null) pictures.codec.release();
      if (sounds != null) sounds.codec.release();
      if (muxer != null) muxer.release();
      if (file != null) file.close();
    } catch (IOException | IllegalStateException gone) {
      // nothing of it is kept
    }
    if (input != null) input.release();
    pictures = null;
    sounds = null;
    tracks = null;
    muxer = null;
    file = null;
    input = null;
  }
}
