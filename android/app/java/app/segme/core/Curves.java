// The table of the picture filter "Greeny": for each channel what 0..255 become, by natural cubic splines through the
// points of its curves, as the core computes it (render/curve_file).
package app.segme.core;

import java.nio.ByteBuffer;

public final class Curves {
  private static final int[][] GREENY = { // common, red, green, blue: input, output, ...
      {0, 23, 49, 41, 103, 114, 209, 219, 255, 245},
      {0, 0, 56, 63, 104, 115, 199, 196, 255, 255},
      {0, 0, 51, 59, 84, 97, 134, 143, 206, 214, 255, 255},
      {0, 23, 40, 46, 212, 215, 255, 255}};

  private Curves() {}

  /** 256 RGBA pixels. */
  public static ByteBuffer greeny() {
    ByteBuffer table = ByteBuffer.allocateDirect(256 * 4);
    int[] common = tabulate(GREENY[0]);
    for (int c = 0; c < 3; ++c) {
      int[] own = tabulate(GREENY[c + 1]);
      for (int v = 0; v < 256; ++v) table.put(4 * v + c, (byte) common[own[v]]);
    }
    return table;
  }

  private static int[] tabulate(int[] points) {
    int count = points.length / 2;
    double[] bend = bends(points, count);
    int[] table = new int[256];
    int k = 0;
    for (int v = 0; v < 256; ++v) {
      while (k + 2 < count && v > points[2 * (k + 1)]) ++k;
      double width = points[2 * (k + 1)] - points[2 * k];
      double b = Math.max(0, Math.min(1, (v - points[2 * k]) / width));
      double a = 1 - b;
      double value = a * points[2 * k + 1] + b * points[2 * k + 3]
          + ((a * a * a - a) * bend[k] + (b * b * b - b) * bend[k + 1]) * width * width / 6;
      table[v] = (int) Math.max(0, Math.min(255, Math.round(value)));
    }
    return table;
  }

  /** Second derivatives at the points; 0 at both ends. */
  private static double[] bends(int[] p, int count) {
    double[] bend = new double[count];
    double[] rest = new double[count];
    for (int i = 1; i + 1 < count; ++i) {
      double before = p[2 * i] - p[2 * i - 2];
      double behind = p[2 * i + 2] - p[2 * i];
      double slope = (p[2 * i + 3] - p[2 * i + 1]) / behind - (p[2 * i + 1] - p[2 * i - 1]) / before;
      double part = before / (before + behind);
      double pivot = part * bend[i - 1] + 2;
      bend[i] = (part - 1) / pivot;
      rest[i] = (6 * slope / (before + behind) - part * rest[i - 1]) / pivot;
    }
    bend[count - 1] = 0;
    for (int i = count - 2; i >= 0; --i) bend[i] = bend[i] * bend[i + 1] + rest[i];
    return bend;
  }
}
