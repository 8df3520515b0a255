// What of a frame leaves the GPU, and what comes back: a picture as the net sees it and the frame reduced to where the
// matte is fitted to its edges; the net's matte and, for each cell of the frame, the model that a shader makes the
// matte from (src/refine/guided). Made anew only for another net or frame.
package app.segme.core;

import java.nio.ByteBuffer;

public final class Look {
  private static final int SIZE = 320; // longest side of the reduced frame: guided_options() of jni/core.cpp
  public final int frameWidth;
  public final int frameHeight;
  /** Of the matte. */
  public final int width;
  public final int height;
  /** Pixels of the picture for one of the matte, along each side: their mean is finer than a byte. */
  public final int grain;
  /** Frame pixels a reduced one, along each side; the last ones of a row or column may cover fewer. */
  public final int factor;
  public final int reducedWidth;
  public final int reducedHeight;
  public final int cells;
  public final int cellRows;
  /** RGBA. */
  public final ByteBuffer picture;
  public final ByteBuffer reduced;
  /** Floats 0..1. */
  public final ByteBuffer matte;
  /** Four floats a cell. */
  public final ByteBuffer models;
  private final Card card;

  public Look(Card card, int frameWidth, int frameHeight) {
    this.card = card;
    this.frameWidth = frameWidth;
    this.frameHeight = frameHeight;
    double scale = Math.min(card.width() / (double) frameWidth, card.height() / (double) frameHeight);
    width = card.letterbox() ? Math.max(1, (int) Math.round(frameWidth * scale)) : card.width();
    height = card.letterbox() ? Math.max(1, (int) Math.round(frameHeight * scale)) : card.height();
    grain = card.remembers() ? 1 : 2;
    factor = up(Math.max(frameWidth, frameHeight), SIZE);
    reducedWidth = up(frameWidth, factor);
    reducedHeight = up(frameHeight, factor);
    cells = up(reducedWidth, 2);
    cellRows = up(reducedHeight, 2);
    picture = Engine.buffer(4 * grain * width * grain * height);
    reduced = Engine.buffer(4 * reducedWidth * reducedHeight);
    matte = Engine.buffer(4 * width * height);
    models = Engine.buffer(16 * cells * cellRows);
  }

  private static int up(int a, int b) {
    return (a + b - 1) / b;
  }

  boolean is(Card of, int ofWidth, int ofHeight) {
    return of == card && ofWidth == frameWidth && ofHeight == frameHeight;
  }
}
