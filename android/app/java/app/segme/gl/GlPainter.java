// Draws with OpenGL ES 3.1: frame and matte stay on the GPU, and only the small picture that the net sees is read back.
// The context that is current belongs to the caller, and so does the surface that show() draws onto.
package app.segme.gl;

import static android.opengl.GLES31.*;

import app.segme.core.Curves;
import app.segme.core.Filter;
import app.segme.core.Look;
import app.segme.core.Packed;
import app.segme.core.Painter;
import app.segme.core.PictureFilter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

public final class GlPainter implements Painter {
  private static final double SAMPLES = 65536; // pixels whose colours are measured (render/lab_statistics)
  private final Shaders shaders;
  private final Source camera;
  private final Runnable screen;
  private Programs programs;
  private Pass pass;
  private Target frame;
  private Target matte;
  private Target small; // of any size
  private Target seen; // by the net
  private Target reduced;
  private Target models;
  private int cell;
  private Target composed;
  private Target filtered;
  private Target change;
  private Target curves;
  private Target shown;
  private final Background background = new Background();
  private Blurred blur;
  private Blurred light;
  private int precise;
  private int width;
  private int height;

  /** @param screen makes the screen's surface the one that is drawn onto (framebuffer 0) */
  public GlPainter(Shaders shaders, Source camera, Runnable screen) {
    this.shaders = shaders;
    this.camera = camera;
    this.screen = screen;
  }

  @Override
  public void open(int newWidth, int newHeight) throws Failure {
    if (programs != null && newWidth == width && newHeight == height) return;
    close();
    String extensions = String.valueOf(glGetString(GL_EXTENSIONS));
    boolean floats = extensions.contains("GL_EXT_color_buffer_half_float")
        || extensions.contains("GL_EXT_color_buffer_float");
    precise = floats ? GL_RGBA16F : GL_RGBA8; // without, dark blurs have bands
    width = newWidth;
    height = newHeight;
    try {
      programs = new Programs(shaders, camera);
      pass = new Pass(programs);
      frame = new Target(width, height, GL_RGBA8, true);
      matte = new Target(width, height, GL_R8, false);
      composed = new Target(width, height, GL_RGBA8, true);
      filtered = new Target(width, height, GL_RGBA8, true);
      change = new Target(2, 1, GL_RGBA32F, false);
      curves = new Target(256, 1, GL_RGBA8, false);
      curves.write(GL_RGBA, GL_UNSIGNED_BYTE, Curves.greeny());
      background.open(pass, width, height);
      blur = new Blurred(width, height, false, precise);
      light = new Blurred(width, height, true, precise);
    } catch (Failure problem) {
      close();
      throw problem;
    }
    shown = composed;
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public int height() {
    return height;
  }

  @Override
  public void takeFrame(float[] turn) {
    programs.latch.use();
    camera.latch();
    glUniform1i(programs.latch.at(1), 0);
    glUniformMatrix4fv(programs.latch.at(0), 1, false, turn, 0);
    frame.draw();
  }

  @Override
  public void readFrame(int w, int h, ByteBuffer rgba) {
    if (w == width && h == height) {
      frame.read(rgba);
      return;
    }
    if (!Target.fits(small, w, h)) small = replace(small, w, h, GL_RGBA8);
    pass.shrink(frame, small);
    small.read(rgba);
  }

  @Override
  public void read(Look look) {
    int w = look.grain * look.width;
    int h = look.grain * look.height;
    if (!Target.fits(seen, w, h)) seen = replace(seen, w, h, GL_RGBA8);
    if (!Target.fits(reduced, look.reducedWidth, look.reducedHeight)) {
      reduced = replace(reduced, look.reducedWidth, look.reducedHeight, GL_RGBA8);
    }
    if (look.grain == 2) {
      pass.grain(frame, seen);
    } else {
      pass.shrink(frame, seen);
    }
    pass.lay(frame, reduced, 0, 0, look.factor * look.reducedWidth, look.factor * look.reducedHeight);
    seen.read(look.picture); // both are drawn: the GPU is waited for once
    reduced.read(look.reduced);
  }

  private static Target replace(Target old, int w, int h, int format) {
    if (old != null) old.close();
    try {
      return new Target(w, h, format, false);
    } catch (Failure tooLarge) {
      throw new IllegalStateException(tooLarge.getMessage(), tooLarge);
    }
  }

  @Override
  public void setMatte(Look look) {
    if (!Target.fits(models, look.cells, look.cellRows)) {
      models = replace(models, look.cells, look.cellRows, GL_RGBA32F);
    }
    models.write(GL_RGBA, GL_FLOAT, look.models);
    cell = 2 * look.factor;
  }

  @Override
  public void compose(Filter filter, PictureFilter picture) {
    Program of = programs.matte;
    of.use();
    pass.source(of, 1, frame, 0);
    pass.source(of, 2, models, 1);
    glUniform1f(of.at(3), cell);
    pass.draw(of, matte);
    Target behind = background.target();
    if (filter.blurs) {
      blur.run(pass, frame, matte);
      behind = blur.result;
    }
    if (filter == Filter.LIGHT_WRAP) light.run(pass, behind, matte);
    if (filter == Filter.COLOUR_TRANSFER) transfer(behind);
    Program draw = programs.compose[Programs.mode(filter)];
    draw.use();
    pass.source(draw, 1, frame, 0);
    pass.source(draw, 2, matte, 1);
    pass.source(draw, 3, behind, 2);
    pass.source(draw, 4, light.result, 3);
    pass.source(draw, 5, change, 4);
    pass.draw(draw, composed);
    shown = composed;
    if (picture == PictureFilter.NONE) return;
    Program filterProgram = programs.picture[picture.ordinal() - 1];
    filterProgram.use();
    pass.source(filterProgram, 1, composed, 0);
    pass.source(filterProgram, 2, curves, 1);
    pass.draw(filterProgram, filtered);
    shown = filtered;
  }

  private void transfer(Target behind) {
    Program program = programs.transfer;
    program.use();
    pass.source(program, 0, frame, 0);
    pass.source(program, 1, matte, 1);
    pass.source(program, 2, behind, 2);
    glUniform1i(program.at(3), Math.max(1, (int) Math.ceil(Math.sqrt((double) width * height / SAMPLES))));
    glBindImageTexture(0, change.texture(), 0, false, 0, GL_WRITE_ONLY, GL_RGBA32F);
    glDispatchCompute(1, 1, 1);
    glMemoryBarrier(GL_TEXTURE_FETCH_BARRIER_BIT);
  }

  @Override
  public void show(int screenWidth, int screenHeight) {
    screen.run();
    double scale = Math.min(screenWidth / (double) width, screenHeight / (double) height);
    int w = (int) Math.round(width * scale);
    int h = (int) Math.round(height * scale);
    programs.show.use();
    pass.source(programs.show, 1, shown, 0);
    glUniformMatrix4fv(programs.show.at(0), 1, false, Pass.UPSIDE_DOWN, 0);
    glBindFramebuffer(GL_FRAMEBUFFER, 0);
    glClearColor(0, 0, 0, 1);
    glClear(GL_COLOR_BUFFER_BIT);
    glViewport((screenWidth - w) / 2, (screenHeight - h) / 2, w, h);
    glDrawArrays(GL_TRIANGLES, 0, 3);
  }

  @Override
  public int personPixels() {
    int bytes = Packed.bytes(width, height);
    int[] buffer = new int[1];
    glGenBuffers(1, buffer, 0);
    glBindBuffer(GL_SHADER_STORAGE_BUFFER, buffer[0]);
    glBufferData(GL_SHADER_STORAGE_BUFFER, bytes, null, GL_DYNAMIC_DRAW);
    programs.pack.use();
    pass.source(programs.pack, 0, matte, 0);
    glBindBufferBase(GL_SHADER_STORAGE_BUFFER, 0, buffer[0]);
    glDispatchCompute((bytes / 4 + 63) / 64, 1, 1);
    glMemoryBarrier(GL_BUFFER_UPDATE_BARRIER_BIT);
    ByteBuffer words = (ByteBuffer) glMapBufferRange(GL_SHADER_STORAGE_BUFFER, 0, bytes, GL_MAP_READ_BIT);
    int count = words == null ? 0 : Packed.count(words.order(ByteOrder.nativeOrder()), width, height);
    glUnmapBuffer(GL_SHADER_STORAGE_BUFFER);
    glDeleteBuffers(1, buffer, 0);
    return count;
  }

  /** The matte at the frame's size, in the red of RGBA. */
  public void readMatte(ByteBuffer rgba) {
    matte.read(rgba);
  }

  @Override
  public void readPicture(ByteBuffer rgba) {
    shown.read(rgba);
  }

  @Override
  public void readBackground(ByteBuffer rgba) {
    background.target().read(rgba);
  }

  @Override
  public void setBackground(ByteBuffer rgba, int w, int h) {
    background.set(rgba, w, h);
    if (pass != null) background.lay(pass);
  }

  @Override
  public void trim() {
    background.trim();
  }

  @Override
  public void close() {
    for (Target target : new Target[] {frame, matte, small, seen, reduced, models, composed, filtered, change,
        curves}) {
      if (target != null) target.close();
    }
    frame = matte = small = seen = reduced = models = composed = filtered = change = curves = shown = null;
    if (blur != null) blur.close();
    if (light != null) light.close();
    blur = light = null;
    background.close();
    if (programs != null) programs.close();
    programs = null;
    pass = null;
  }
}
