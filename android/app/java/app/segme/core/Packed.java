// The packed read-back of a matte (shaders/pack.comp): sixteen pixels a float, the first one 128, the last 1/256.
package app.segme.core;

import java.nio.ByteBuffer;

public final class Packed {
  private Packed() {}

  public static int bytes(int width, int height) {
    return (width + 15) / 16 * height * 4;
  }

  /** Whether that pixel is person. */
  public static boolean at(ByteBuffer words, int width, int x, int y) {
    float word = words.getFloat(((width + 15) / 16 * y + x / 16) * 4);
    return ((int) (word * 256) >> (15 - x % 16) & 1) != 0;
  }

  /** Person pixels. A few words a row, so that Java counts them at once. */
  public static int count(ByteBuffer words, int width, int height) {
    int sum = 0;
    for (int i = 0; i < bytes(width, height); i += 4) sum += Integer.bitCount((int) (words.getFloat(i) * 256));
    return sum;
  }
}
