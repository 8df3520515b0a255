// Frame rate and milliseconds of each stage: means of the last 32 frames for the overlay, every frame's for the CSV. No
// memory is allocated for a frame.
package app.segme.core;

public final class Meter {
  private static final int RECENT = 32;
  private static final int KEPT = 4096; // frames of the CSV: two minutes at 30 a second
  private static final int STAGES = Stage.values().length;
  private final long[] moments = new long[KEPT];
  private final int[] micros = new int[KEPT * STAGES];
  private long frames;
  private final StringBuilder text = new StringBuilder(256);

  /** A frame begins; its stages follow. */
  public void frame(long nanos) {
    int row = (int) (frames++ % KEPT);
    moments[row] = nanos;
    for (int i = 0; i < STAGES; ++i) micros[row * STAGES + i] = 0;
  }

  public void stage(Stage stage, long nanos) {
    if (frames == 0) return;
    int row = (int) ((frames - 1) % KEPT);
    micros[row * STAGES + stage.ordinal()] = (int) Math.min(nanos / 1000, Integer.MAX_VALUE);
  }

  public void reset() {
    frames = 0;
  }

  public long frames() {
    return frames;
  }

  /** Frames a second times ten, over the last ones; 0 where there are fewer than two. */
  public int tenthsOfRate() {
    int count = (int) Math.min(frames, RECENT);
    if (count < 2) return 0;
    long span = moments[(int) ((frames - 1) % KEPT)] - moments[(int) ((frames - count) % KEPT)];
    return span <= 0 ? 0 : (int) Math.min((count - 1) * 10_000_000_000L / span, 99_999);
  }

  /** Mean microseconds of a stage over the last frames. */
  public int micros(Stage stage) {
    int count = (int) Math.min(frames, RECENT);
    if (count == 0) return 0;
    long sum = 0;
    for (long i = frames - count; i < frames; ++i) sum += micros[(int) (i % KEPT) * STAGES + stage.ordinal()];
    return (int) (sum / count);
  }

  /** "29.8 fps  camera 0.3  pre 1.2 ..., GPU delegate"; the same builder each time. */
  public CharSequence overlay(String device) {
    text.setLength(0);
    tenths(tenthsOfRate());
    text.append(" fps");
    for (int i = 0; i < STAGES; ++i) {
      text.append("  ").append(NAMES[i]).append(' ');
      tenths(micros(VALUES[i]) / 100);
    }
    return text.append(" ms\n").append(device);
  }

  private static final Stage[] VALUES = Stage.values();
  private static final String[] NAMES = {"camera", "pre", "net", "post", "draw"};

  private void tenths(int value) {
    text.append(value / 10).append('.').append((char) ('0' + value % 10));
  }

  /** A line a frame, from the oldest that is kept on. */
  public String csv() {
    StringBuilder lines = new StringBuilder("frame,ms");
    for (String name : NAMES) lines.append(',').append(name).append("_ms");
    lines.append('\n');
    long first = Math.max(0, frames - KEPT);
    for (long i = first; i < frames; ++i) {
      int row = (int) (i % KEPT);
      lines.append(i).append(',');
      thousandths(lines, (moments[row] - moments[(int) (first % KEPT)]) / 1000);
      for (int s = 0; s < STAGES; ++s) thousandths(lines.append(','), micros[row * STAGES + s]);
      lines.append('\n');
    }
    return lines.toString();
  }

  private static void thousandths(StringBuilder lines, long value) {
    lines.append(value / 1000).append('.');
    lines.append((char) ('0' + value / 100 % 10)).append((char) ('0' + value / 10 % 10)).append((char) ('0'
        + value % 10));
  }
}
