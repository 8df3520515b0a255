// What a tap does to the whole picture; each tap is the next one, and after the last there is none again.
package app.segme.core;

public enum PictureFilter {
  NONE(""), SEPIA("sepia"), EMBOSS("emboss"), GREENY("curves"), KUWAHARA("kuwahara");

  /** The core's renderer of the same name, or nothing. */
  public final String renderer;

  PictureFilter(String renderer) {
    this.renderer = renderer;
  }

  public PictureFilter next() {
    return values()[(ordinal() + 1) % values().length];
  }
}
