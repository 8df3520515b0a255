// What is drawn of person and background: the list "Filters" of the panel, in its order.
package app.segme.core;

public enum Filter {
  VIDEO_BOKEH("alpha", true),
  ALPHA_BLEND("alpha", false),
  COLOUR_TRANSFER("colour_transfer", false),
  RENDER_MERGE("smooth_step", false),
  RED_OVERLAY("overlay", false),
  LIGHT_WRAP("alpha,light_wrap", false);

  /** The core's renderers that draw the same, for pictures that are saved. */
  public final String renderers;
  /** The frame itself, blurred, is the background. */
  public final boolean blurs;

  Filter(String renderers, boolean blurs) {
    this.renderers = renderers;
    this.blurs = blurs;
  }

  /** The seek bar counts for these. */
  public boolean usesThreshold() {
    return this == ALPHA_BLEND || this == COLOUR_TRANSFER;
  }
}
