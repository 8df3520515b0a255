// Which of a camera's sizes is taken: the smallest that fills the place on the screen, else the largest; never more
// than 1920 x 1080, and of the shape of the sensor's full picture where there is one.
package app.segme.core;

public final class Sizes {
  private static final int MOST_WIDTH = 1920;
  private static final int MOST_HEIGHT = 1080;

  private Sizes() {}

  /**
   * @param sizes width, height, width, height, ... as the sensor lies
   * @param width,height of the place, as the sensor lies
   * @param shapeWidth,shapeHeight the sensor's full picture
   * @return the index of the chosen size, counted in pairs; -1 where there is none
   */
  public static int choose(int[] sizes, int width, int height, int shapeWidth, int shapeHeight) {
    int best = -1;
    for (int i = 0; 2 * i + 1 < sizes.length; ++i) {
      if (sizes[2 * i] > MOST_WIDTH || sizes[2 * i + 1] > MOST_HEIGHT) continue;
      if (best < 0 || better(sizes, i, best, width, height, shapeWidth, shapeHeight)) best = i;
    }
    return best;
  }

  private static boolean better(int[] s, int i, int best, int width, int height, int shapeWidth, int shapeHeight) {
    boolean shaped = s[2 * i] * shapeHeight == s[2 * i + 1] * shapeWidth;
    boolean bestShaped = s[2 * best] * shapeHeight == s[2 * best + 1] * shapeWidth;
    if (shaped != bestShaped) return shaped;
    boolean fills = s[2 * i] >= width && s[2 * i + 1] >= height;
    boolean bestFills = s[2 * best] >= width && s[2 * best + 1] >= height;
    if (fills != bestFills) return fills;
    boolean larger = s[2 * i] * s[2 * i + 1] > s[2 * best] * s[2 * best + 1];
    return fills != larger;
  }
}
