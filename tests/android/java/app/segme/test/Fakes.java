// The phone's parts of the tests: a camera that gives pictures when it is told to, threads that run when they are told
// to, a store that writes files, a screen that remembers sentences, a clock that is set.
package app.segme.test;

import app.segme.core.Camera;
import app.segme.core.Clock;
import app.segme.core.Microphone;
import app.segme.core.Recorder;
import app.segme.core.Say;
import app.segme.core.Screen;
import app.segme.core.Store;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;

final class Fakes {
  private Fakes() {}

  /** A thread whose work is done by run(). */
  static final class Line implements Executor {
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();

    @Override
    public void execute(Runnable task) {
      waiting.add(task);
    }

    int run() {
      int count = 0;
      for (Runnable task; (task = waiting.poll()) != null; ++count) task.run();
      return count;
    }
  }

  static final class TestCamera implements Camera {
    final List<Boolean> facings = new ArrayList<>(Arrays.asList(true, false));
    Camera.Problem problem; // of the next opening
    boolean silent; // opens, and says nothing
    Camera.Listener listener;
    boolean front;
    int opened;
    int closed;

    @Override
    public boolean has(boolean wanted) {
      return facings.contains(wanted);
    }

    @Override
    public void open(boolean wanted, int width, int height, Listener told) {
      ++opened;
      front = wanted;
      listener = told;
      if (problem != null) {
        told.failed(problem);
      } else if (!silent) {
        told.opened(new Info(ShaderTest.H, ShaderTest.W, 90, wanted));
      }
    }

    @Override
    public void close() {
      ++closed;
      listener = null;
    }
  }

  static final class TestScreen implements Screen {
    final List<String> told = new ArrayList<>();
    String held;
    CharSequence figures;

    @Override
    public void hold(Say what, Object... with) {
      Check.same(what.arguments, with.length);
      held = what.name();
    }

    @Override
    public void tell(Say what, Object... with) {
      Check.same(what.arguments, with.length);
      told.add(what.name() + (with.length == 0 ? "" : " " + Arrays.toString(with)));
    }

    @Override
    public void clear() {
      held = null;
    }

    @Override
    public void figures(CharSequence text) {
      figures = text;
    }

    boolean heard(String start) {
      return told.stream().anyMatch(text -> text.startsWith(start));
    }
  }

  static final class TestClock implements Clock {
    long now = 1_000_000_000L;
    String stamp = "20260102_030405_678";

    @Override
    public long nanos() {
      return now += 100_000;
    }

    @Override
    public String stamp() {
      return stamp;
    }
  }

  /** Files in a folder of their own; a name that is taken gets a number, as MediaStore does it. */
  static final class TestStore implements Store {
    final Path folder;
    boolean full;
    int shared;

    TestStore() throws IOException {
      folder = Files.createTempDirectory("segme-android");
      folder.toFile().deleteOnExit();
    }

    private String write(String name, byte[] bytes) throws IOException {
      if (full) throw new IOException("no space left");
      int dot = name.lastIndexOf('.');
      for (int number = 0;; ++number) {
        String free = number == 0 ? name : name.substring(0, dot) + " (" + number + ")" + name.substring(dot);
        try {
          Files.write(folder.resolve(free), bytes, StandardOpenOption.CREATE_NEW);
          new File(folder.toFile(), free).deleteOnExit();
          return free;
        } catch (FileAlreadyExistsException taken) {
          continue;
        }
      }
    }

    @Override
    public String savePicture(String name, ByteBuffer rgba, int width, int height) throws IOException {
      byte[] bytes = new byte[4 * width * height];
      rgba.position(0);
      rgba.get(bytes);
      return write(name, bytes);
    }

    @Override
    public String saveText(String name, CharSequence text) throws IOException {
      return write(name, text.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    @Override
    public void share() {
      ++shared;
    }
  }

  /** Hears the time: each sample is the millisecond, by the clock, at which it was heard. */
  static final class TestMicrophone implements Microphone {
    final TestClock clock;
    boolean allowed = true;
    String problem; // of the next start
    double speed = 1; // of its own clock
    long most = 2L * RATE; // samples that it keeps
    boolean listening;
    private long began;
    private long given; // samples, with those that were lost

    TestMicrophone(TestClock clock) {
      this.clock = clock;
    }

    @Override
    public boolean allowed() {
      return allowed;
    }

    @Override
    public void start() throws IOException {
      if (problem != null) throw new IOException(problem);
      listening = true;
      began = clock.now;
      given = 0;
    }

    private long moment(long sample) {
      return began + (long) (sample * 1e9 / (RATE * speed));
    }

    @Override
    public int read(ByteBuffer into) {
      Check.that(listening, "nobody listens");
      into.clear();
      long heard = (long) ((clock.now - began) / 1e9 * RATE * speed);
      given = Math.max(given, heard - most); // what it has no room for is lost
      int count = (int) Math.min(into.capacity() / 2, heard - given);
      for (int i = 0; i < count; ++i) into.putShort(2 * i, (short) (moment(given + i) / 1_000_000 % 30_000));
      given += count;
      return 2 * count;
    }

    @Override
    public long heard() {
      return moment(given);
    }

    @Override
    public void stop() {
      listening = false;
    }
  }

  static final class TestRecorder implements Recorder {
    int frames;
    int started;
    int stopped;
    boolean broken;
    boolean sounds;
    long firstFrame = -1; // microseconds
    long lastFrame = -1;
    long firstSound = -1;
    long soundEnd; // microseconds; where the next piece may begin
    long samples;
    long farthest; // microseconds between a sample's time and the moment at which it was heard
    long overlap; // microseconds by which a piece begins before the last one ends

    @Override
    public void start(String name, int width, int height, boolean sound) throws IOException {
      if (broken) throw new IOException("no encoder");
      ++started;
      sounds = sound;
      firstFrame = -1;
    }

    @Override
    public void begin() {
      Check.that(started > stopped, "a frame after the end");
    }

    @Override
    public void end(long nanos) {
      ++frames;
      Check.that(nanos / 1000 > lastFrame, "frames go on in time");
      lastFrame = nanos / 1000;
      if (firstFrame < 0) firstFrame = lastFrame;
    }

    @Override
    public void sound(ByteBuffer piece, long micros) {
      Check.that(sounds && piece.remaining() > 0 && piece.remaining() % 2 == 0, "whole samples, and wanted");
      if (firstSound < 0) firstSound = micros;
      if (samples > 0) overlap = Math.max(overlap, soundEnd - micros);
      int count = piece.remaining() / 2;
      for (int i = 0; i < count; ++i) {
        long at = micros + i * 1_000_000L / Microphone.RATE;
        long off = Math.floorMod(at / 1000 - piece.getShort(piece.position() + 2 * i), 30_000L);
        farthest = Math.max(farthest, 1000 * Math.min(off, 30_000 - off));
      }
      samples += count;
      soundEnd = micros + count * 1_000_000L / Microphone.RATE;
    }

    @Override
    public String stop() {
      ++stopped;
      return "SegMe.mp4";
    }
  }
}
