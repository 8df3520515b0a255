// What the app still does as the phone grows hot: each level does less. Levels of Android's PowerManager: 0 none ... 3
// severe, 4 critical.
package app.segme.core;

public final class Governor {
  private int heat;

  /** Whether anything changes. */
  public boolean heat(int level) {
    int before = step();
    heat = level;
    return step() != before;
  }

  /** 0 all, 1 smaller frames, 2 the fast net too, 3 every second frame too. */
  public int step() {
    return heat >= 4 ? 3 : heat == 3 ? 2 : heat == 2 ? 1 : 0;
  }

  /** Frames are drawn at most so high. */
  public int mostRows() {
    return step() >= 1 ? 540 : 1080;
  }

  public String model(String wanted) {
    return step() >= 2 && wanted.equals("balanced") ? "fast" : wanted;
  }

  public boolean skips(long frame) {
    return step() >= 3 && (frame & 1) == 1;
  }
}
