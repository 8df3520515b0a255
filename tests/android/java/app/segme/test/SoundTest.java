// Sound of videos: in step with the frames, also where the microphone's clock runs otherwise, where samples are lost and
// where frames are slow; without a microphone, without permission; pieces of two encoders into one file.
package app.segme.test;

import app.segme.core.Device;
import app.segme.core.Microphone;
import app.segme.core.Recorder;
import app.segme.core.Settings;
import app.segme.core.SoundTrack;
import app.segme.core.Tracks;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

final class SoundTest {
  private static final Settings HEARD = Settings.DEFAULT.with(Device.CPU).withSound(true);
  private static final ByteBuffer sideways = Pictures.buffer(4 * ShaderTest.W * ShaderTest.H);

  private SoundTest() {}

  private static Rig rig(Settings settings) throws Exception {
    Rig rig = new Rig((model, device, threads) -> new FlowTest.Half(device), settings).start();
    rig.frame(sideways);
    return rig;
  }

  private static void frames(Rig rig, int count, long millis) {
    for (int i = 0; i < count; ++i) {
      rig.clock.now += millis * 1_000_000;
      rig.frame(sideways);
    }
  }

  static void testSoundIsInStepWithTheFrames() throws Exception {
    Rig rig = rig(HEARD);
    rig.flow.record();
    rig.settle();
    frames(rig, 20, 33);
    frames(rig, 4, 700); // slow ones
    rig.flow.record();
    rig.settle();
    Fakes.TestRecorder video = rig.recorder;
    Check.same(24, video.frames);
    Check.that(video.sounds && !rig.microphone.listening, "it was listened to, and no longer");
    Check.that(video.firstSound >= video.firstFrame && video.firstSound < video.firstFrame + 1000,
        "sound begins with the first frame: " + (video.firstSound - video.firstFrame));
    Check.that(Math.abs(video.soundEnd - video.lastFrame) < 5000, "and ends with the last: " + (video.soundEnd
        - video.lastFrame));
    Check.that(video.farthest <= 2000, "off by " + video.farthest + " us");
    Check.that(video.overlap <= 1, "pieces overlap by " + video.overlap + " us");
  }

  /** The track alone, for minutes. Most microseconds between a sample's time and its moment. */
  private static Fakes.TestRecorder minutes(double speed, long most, int frames, long millis) throws Exception {
    Fakes.TestClock clock = new Fakes.TestClock();
    Fakes.TestMicrophone microphone = new Fakes.TestMicrophone(clock);
    microphone.speed = speed;
    microphone.most = most;
    Fakes.TestRecorder video = new Fakes.TestRecorder();
    SoundTrack track = new SoundTrack(microphone, new Fakes.TestScreen());
    Check.that(track.start(true), "it listens");
    video.start("x", 1, 1, true);
    for (int i = 0; i < frames; ++i) {
      clock.now += millis * 1_000_000;
      video.end(clock.now);
      track.pump(clock.now, video);
    }
    track.stop();
    return video;
  }

  static void testClocksThatDrift() throws Exception {
    for (double speed : new double[] {0.999, 1.001}) { // a second in 17 minutes: more than any crystal
      Fakes.TestRecorder video = minutes(speed, 2L * Microphone.RATE, 9000, 33);
      Check.that(video.farthest <= 6000, speed + ": off by " + video.farthest + " us after five minutes");
      Check.that(Math.abs(video.soundEnd - video.lastFrame) < 40_000, speed + ": ends with the last frame");
    }
  }

  static void testLostSamplesLeaveAGap() throws Exception {
    Fakes.TestRecorder video = minutes(1, Microphone.RATE / 4, 20, 1000); // keeps a quarter of each second
    Check.that(video.farthest <= 2000, "off by " + video.farthest + " us");
    Check.that(video.samples < 6L * Microphone.RATE, "samples were lost");
  }

  static void testRefusedMicrophone() throws Exception {
    Rig rig = rig(HEARD.withSound(false));
    Check.same(0, rig.askedToListen); // the camera alone
    rig.microphone.allowed = false;
    rig.flow.record();
    rig.settle();
    rig.flow.record();
    rig.settle();
    Check.same(0, rig.askedToListen); // a video without sound needs none
    rig.flow.set(rig.flow.settings().withSound(true));
    Check.same(1, rig.askedToListen);
    rig.flow.soundPermission(false);
    Check.that(rig.screen.heard("SOUND_REFUSED"), rig.screen.told.toString());
    rig.screen.told.clear();
    record(rig);
    Check.that(rig.screen.heard("SOUND_REFUSED"), rig.screen.told.toString());
    Check.that(!rig.recorder.sounds && rig.recorder.frames == 3, "a video without sound");
    rig.microphone.allowed = true;
    rig.flow.set(rig.flow.settings().withSound(false));
    rig.flow.set(rig.flow.settings().withSound(true));
    Check.same(1, rig.askedToListen); // it may already
  }

  static void testMicrophoneInUse() throws Exception {
    Rig rig = rig(HEARD);
    rig.microphone.problem = "another app listens";
    record(rig);
    Check.that(rig.screen.heard("SOUND_FAILED [another app listens]"), rig.screen.told.toString());
    Check.that(!rig.recorder.sounds && rig.recorder.frames == 3, "a video without sound");
    rig.microphone.problem = null;
    rig.recorder.broken = true;
    rig.flow.record();
    rig.settle();
    Check.that(!rig.microphone.listening, "no video, no listening");
    rig.recorder.broken = false;
    rig.flow.record();
    rig.settle();
    rig.flow.pause(); // left while it records
    rig.settle();
    Check.that(!rig.microphone.listening, "nobody is listened to behind the scenes");
  }

  private static void record(Rig rig) {
    rig.flow.record();
    rig.settle();
    frames(rig, 3, 33);
    rig.flow.record();
    rig.settle();
  }

  /** A file that writes down what it got. */
  private static final class Written implements Tracks.Muxer {
    final List<String> lines = new ArrayList<>();
    private int tracks;

    @Override
    public int add(Object format) {
      lines.add("add " + format);
      return tracks++;
    }

    @Override
    public void start() {
      lines.add("start");
    }

    @Override
    public void write(int track, ByteBuffer data, long micros, int flags) {
      lines.add(track + " " + data.get(data.position()) + " at " + micros);
    }
  }

  private static ByteBuffer byteOf(int value) {
    return Pictures.buffer(1).put(0, (byte) value);
  }

  static void testTracksWaitForEachOther() {
    Written file = new Written();
    Tracks tracks = new Tracks(file, 2);
    tracks.format(1, "sound");
    tracks.write(1, byteOf(7), 100, 0);
    tracks.write(1, byteOf(8), 120, 0);
    Check.same(0, file.lines.size());
    tracks.format(0, "picture");
    tracks.write(0, byteOf(1), 90, 0);
    tracks.write(1, byteOf(9), 120, 0); // no time twice
    Check.that(tracks.finish(), "there is something");
    Check.same("[add picture, add sound, start, 1 7 at 100, 1 8 at 120, 0 1 at 90, 1 9 at 121]", file.lines.toString());
  }

  static void testSoundThatNeverCame() {
    Written file = new Written();
    Tracks tracks = new Tracks(file, 2);
    tracks.format(0, "picture");
    tracks.write(0, byteOf(1), 90, 0);
    Check.that(tracks.finish(), "a picture alone");
    Check.same("[add picture, start, 0 1 at 90]", file.lines.toString());
    Check.that(!new Tracks(new Written(), 2).finish(), "nothing at all");
  }

  static void testNothingHeardWhereNotWanted() throws Exception {
    Fakes.TestClock clock = new Fakes.TestClock();
    Fakes.TestMicrophone microphone = new Fakes.TestMicrophone(clock);
    SoundTrack track = new SoundTrack(microphone, new Fakes.TestScreen());
    Recorder video = new Fakes.TestRecorder();
    Check.that(!track.start(false) && !microphone.listening, "it does not listen");
    track.pump(clock.now, video);
  }
}
