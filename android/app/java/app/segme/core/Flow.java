// The life of the app between its screen, its camera and its engine: asks for the camera, opens it when there is a
// screen to draw on, and says in a sentence what is missing. Called on the phone's main thread; the engine runs on its
// own.
package app.segme.core;

import java.util.concurrent.Executor;

public final class Flow implements Camera.Listener {
  /** What only the phone can do. */
  public interface Host {
    boolean mayUseCamera();

    void askForCamera();

    boolean mayListen();

    void askToListen();

    /** The matrix of the frame that waits, see Turn; on the engine's thread. False where there is none. */
    boolean matrix(float[] camera);

    /** The picture is drawn; on the engine's thread. */
    void show();

    void keep(Settings settings);
  }

  private final Host host;
  private final Camera camera;
  private final Engine engine;
  private final Screen screen;
  private final Clock clock;
  private final Executor main;
  private final Executor worker;
  private final Newest newest = new Newest();
  private final float[] matrix = new float[16];
  private final float[] turn = new float[16];
  private final Runnable step = this::step;
  private Settings settings;
  private boolean resumed;
  private boolean asked;
  private boolean opening;
  private int width;
  private int height;
  private volatile int display;
  private volatile Camera.Info info;
  private volatile int screenWidth;
  private volatile int screenHeight;
  private volatile boolean running;

  public Flow(Host host, Camera camera, Engine engine, Screen screen, Clock clock, Executor main, Executor worker,
      Settings settings) {
    this.host = host;
    this.camera = camera;
    this.engine = engine;
    this.screen = screen;
    this.clock = clock;
    this.main = main;
    this.worker = worker;
    this.settings = settings;
  }

  public void resume() {
    resumed = true;
    if (!host.mayUseCamera()) {
      if (asked) {
        screen.hold(Say.CAMERA_REFUSED);
      } else {
        asked = true;
        screen.hold(Say.ASK_CAMERA);
        host.askForCamera();
      }
      return;
    }
    start();
  }

  /** The answer to askForCamera(). */
  public void permission(boolean granted) {
    if (granted) {
      asked = false;
      start();
    } else {
      screen.hold(Say.CAMERA_REFUSED);
    }
  }

  /** The answer to askToListen(). */
  public void soundPermission(boolean granted) {
    if (!granted) screen.tell(Say.SOUND_REFUSED);
  }

  /** A tap while a sentence is held: tries again what failed. */
  public void retry() {
    if (running || opening) return;
    asked = false;
    if (resumed) resume();
  }

  public void pause() {
    resumed = false;
    stop();
  }

  /** There is a screen of this size, or it has another size or rotation now (split screen, a turned phone). */
  public void surface(int newWidth, int newHeight, int rotation) {
    boolean again = running || opening;
    if (again) stop();
    width = newWidth;
    height = newHeight;
    display = rotation;
    screenWidth = newWidth;
    screenHeight = newHeight;
    if (resumed && host.mayUseCamera()) start();
  }

  public void surfaceGone() {
    stop();
    width = 0;
    height = 0;
  }

  private void start() {
    if (!resumed || width == 0 || opening || running) return;
    boolean front = settings.front();
    if (!camera.has(front)) front = !front;
    if (!camera.has(front)) {
      screen.hold(Say.NO_CAMERA);
      return;
    }
    screen.hold(Say.STARTING);
    opening = true;
    camera.open(front, width, height, this);
  }

  private void stop() {
    if (!opening && !running) return;
    opening = false;
    running = false;
    camera.close();
    newest.clear();
    worker.execute(engine::pause);
  }

  @Override
  public void opened(Camera.Info opened) {
    main.execute(() -> {
      if (!opening) return;
      opening = false;
      info = opened;
      running = true;
      worker.execute(this::openEngine);
    });
  }

  private void openEngine() {
    Camera.Info now = info;
    boolean swapped = Turn.swaps(now.turn(), display);
    int w = swapped ? now.height() : now.width();
    int h = swapped ? now.width() : now.height();
    if (!engine.open(w, h)) running = false;
  }

  @Override
  public void frame(long nanos) {
    if (newest.put(nanos)) worker.execute(step);
  }

  private void step() {
    long arrived = newest.take();
    // A frame is always taken, also where it is not drawn: a camera whose frames lie unread gives no more.
    if (arrived == Newest.NOTHING || !host.matrix(matrix) || !running) return;
    Turn.of(matrix, display, turn);
    if (engine.frame(arrived, turn, screenWidth, screenHeight)) host.show();
  }

  @Override
  public void failed(Camera.Problem problem) {
    main.execute(() -> {
      if (!opening && !running) return;
      stop();
      screen.hold(switch (problem) {
        case IN_USE -> Say.CAMERA_IN_USE;
        case LOST -> Say.CAMERA_LOST;
        case NONE -> Say.NO_CAMERA;
        case REFUSED -> Say.CAMERA_REFUSED;
        case FAILED -> Say.CAMERA_FAILED;
      });
    });
  }

  /** Frames that came while another one was drawn. */
  public long dropped() {
    return newest.dropped();
  }

  public boolean running() {
    return running;
  }

  public Settings settings() {
    return settings;
  }

  /** What a person chose; kept, and used from the next frame on. */
  public void set(Settings now) {
    boolean turned = now.front() != settings.front();
    if (turned && !camera.has(now.front())) {
      screen.tell(Say.OTHER_CAMERA_NONE);
      return;
    }
    boolean listens = now.sound() && !settings.sound();
    settings = now;
    host.keep(now);
    if (listens && !host.mayListen()) host.askToListen();
    worker.execute(() -> engine.apply(now));
    if (turned) {
      stop();
      if (resumed && host.mayUseCamera()) start();
    }
  }

  /** A tap on the picture. */
  public void nextPictureFilter() {
    set(settings.with(settings.picture().next()));
    screen.tell(Say.FILTER_IS, settings.picture());
  }

  /** A long press. */
  public void save(boolean share) {
    worker.execute(() -> engine.save(share));
  }

  public void saveFigures() {
    worker.execute(engine::saveFigures);
  }

  public void record() {
    worker.execute(() -> {
      if (engine.recording()) {
        engine.stopRecording();
      } else {
        engine.startRecording();
      }
    });
  }

  public void heat(int level) {
    worker.execute(() -> {
      if (engine.heat(level) && running) openEngine();
    });
  }

  public void memoryLow() {
    worker.execute(engine::trim);
  }

  public void close() {
    resumed = false;
    stop();
    worker.execute(engine::close);
  }
}
