// How frames are turned: the camera's own matrix brings the sensor's picture into the phone's natural orientation, with
// its row 0 below; on the screen it is turned on by the display's rotation, and lies in memory with its row 0 on top.
package app.segme.core;

public final class Turn {
  private Turn() {}

  /** Whether frames that lie width x height on the sensor stand height x width on the screen. */
  public static boolean swaps(int sensor, int display) {
    return (sensor + display) % 180 != 0;
  }

  /**
   * @param camera 4x4, columns first: where in the camera's picture a place of the natural orientation is
   * @param display degrees by which the screen is turned against its natural orientation: 0, 90, 180, 270
   * @param out 4x4: where in the camera's picture a place in memory is
   */
  public static void of(float[] camera, int display, float[] out) {
    // At 90 degrees the phone's right edge is up.
    float c = display == 0 ? 1 : display == 180 ? -1 : 0;
    float s = display == 90 ? -1 : display == 270 ? 1 : 0;
    // natural x = 0.5 + c (x - 0.5) - s (y' - 0.5), y' = 1 - y; natural y = 0.5 + s (x - 0.5) + c (y' - 0.5)
    float[] turned = TURNED.get();
    java.util.Arrays.fill(turned, 0);
    turned[0] = c;
    turned[1] = s;
    turned[4] = s; // -s times -1, as memory runs downwards
    turned[5] = -c;
    turned[10] = 1;
    turned[12] = 0.5F - 0.5F * c - 0.5F * s;
    turned[13] = 0.5F - 0.5F * s + 0.5F * c;
    turned[15] = 1;
    for (int column = 0; column < 4; ++column) {
      for (int row = 0; row < 4; ++row) {
        float sum = 0;
        for (int k = 0; k < 4; ++k) sum += camera[4 * k + row] * turned[4 * column + k];
        out[4 * column + row] = sum;
      }
    }
  }

  private static final ThreadLocal<float[]> TURNED = new ThreadLocal<float[]>() {
    @Override
    protected float[] initialValue() {
      return new float[16];
    }
  };
}
