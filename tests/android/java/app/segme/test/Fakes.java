// The phone's parts of the tests: a camera that gives pictures when it is told to, threads that run when they are told
// to, a store that writes files, a screen that remembers sentences, a clock that is set.
package app.segme.test;

import app.segme.core.Camera;
import app.segme.core.Clock;
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

  static final class TestRecorder implements Recorder {
    int frames;
    int started;
    int stopped;
    boolean broken;

    @Override
    public void start(String name, int width, int height) throws IOException {
      if (broken) throw new IOException("no encoder");
      ++started;
    }

    @Override
    public void begin() {
      Check.that(started > stopped, "a frame after the end");
    }

    @Override
    public void end(long nanos) {
      ++frames;
    }

    @Override
    public String stop() {
      ++stopped;
      return "SegMe.mp4";
    }
  }
}
