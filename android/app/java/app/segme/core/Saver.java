// Saves a picture: the frame and its matte go through the core's full refiner and renderers, person and background are
// harmonised, and the store writes it under a name that is free.
package app.segme.core;

import java.io.IOException;
import java.nio.ByteBuffer;

final class Saver {
  private final Painter painter;
  private final Develop develop;
  private final Store store;
  private final Screen screen;
  private final Clock clock;
  private ByteBuffer frame = Engine.buffer(4);
  private ByteBuffer background = Engine.buffer(4);
  private ByteBuffer picture = Engine.buffer(4);

  Saver(Painter painter, Develop develop, Store store, Screen screen, Clock clock) {
    this.painter = painter;
    this.develop = develop;
    this.store = store;
    this.screen = screen;
    this.clock = clock;
  }

  /** The core's recipe for what the settings show. person: whether there is one to harmonise. */
  static String recipe(Settings settings, boolean person) {
    Filter filter = settings.filter();
    StringBuilder refine = new StringBuilder();
    if (filter.usesThreshold()) refine.append("threshold:at=").append(settings.threshold() / 100.0).append(',');
    refine.append("guided");
    StringBuilder render = new StringBuilder(filter.renderers);
    if (person && filter != Filter.RED_OVERLAY) render.append(",harmonise");
    if (!settings.picture().renderer.isEmpty()) render.append(',').append(settings.picture().renderer);
    String behind = filter.blurs ? "blur" : filter == Filter.RED_OVERLAY ? "none" : "#808080";
    return "{\"refine\": \"" + refine + "\", \"render\": \"" + render + "\", \"background\": \"" + behind + "\"}";
  }

  void save(Settings settings, ByteBuffer matte, int matteWidth, int matteHeight, boolean share) {
    int width = painter.width();
    int height = painter.height();
    int bytes = 4 * width * height;
    try {
      if (frame.capacity() != bytes) frame = Engine.buffer(bytes);
      if (picture.capacity() != bytes) picture = Engine.buffer(bytes);
      painter.readFrame(width, height, frame);
      boolean own = !settings.filter().blurs && settings.filter() != Filter.RED_OVERLAY;
      if (own) {
        if (background.capacity() != bytes) background = Engine.buffer(bytes);
        painter.readBackground(background);
      }
      boolean person = painter.personPixels() > 0;
      develop.run(recipe(settings, person), frame, width, height, matte, matteWidth, matteHeight,
          own ? background : null, picture);
      screen.tell(Say.SAVED, store.savePicture("SegMe_" + clock.stamp() + ".png", picture, width, height));
      if (share) store.share();
    } catch (IOException | Net.Failure problem) {
      screen.tell(Say.SAVE_FAILED, problem.getMessage());
    } catch (OutOfMemoryError problem) {
      trim();
      screen.tell(Say.LOW_MEMORY);
    }
  }

  void saveFigures(Meter meter) {
    try {
      screen.tell(Say.FIGURES_SAVED, store.saveText("SegMe_" + clock.stamp() + ".csv", meter.csv()));
      store.share();
    } catch (IOException problem) {
      screen.tell(Say.SAVE_FAILED, problem.getMessage());
    }
  }

  void trim() {
    frame = Engine.buffer(4);
    background = Engine.buffer(4);
    picture = Engine.buffer(4);
  }
}
