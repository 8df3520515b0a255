// Pictures and mattes of the tests: a photograph of samples/ at any size, and ways to compare.
package app.segme.test;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import javax.imageio.ImageIO;

final class Pictures {
  static final File FOLDER = new File(System.getProperty("segme.root"));

  private Pictures() {}

  static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
  }

  /** A file of samples/, cut in its middle to the shape of width x height, as RGBA. */
  static ByteBuffer sample(String name, int width, int height) {
    try {
      BufferedImage whole = ImageIO.read(new File(FOLDER, "samples/" + name));
      double scale = Math.max(width / (double) whole.getWidth(), height / (double) whole.getHeight());
      BufferedImage scaled = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
      Graphics2D draw = scaled.createGraphics();
      draw.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
      int w = (int) Math.round(whole.getWidth() * scale);
      int h = (int) Math.round(whole.getHeight() * scale);
      draw.drawImage(whole, (width - w) / 2, (height - h) / 2, w, h, null);
      draw.dispose();
      return rgba(scaled);
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }

  static ByteBuffer rgba(BufferedImage image) {
    ByteBuffer out = buffer(4 * image.getWidth() * image.getHeight());
    for (int y = 0; y < image.getHeight(); ++y) {
      for (int x = 0; x < image.getWidth(); ++x) {
        int rgb = image.getRGB(x, y);
        out.put((byte) (rgb >> 16)).put((byte) (rgb >> 8)).put((byte) rgb).put((byte) 255);
      }
    }
    out.position(0);
    return out;
  }

  static void save(ByteBuffer rgba, int width, int height, String name) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < width * height; ++i) {
      int rgb = (rgba.get(4 * i) & 255) << 16 | (rgba.get(4 * i + 1) & 255) << 8 | rgba.get(4 * i + 2) & 255;
      image.setRGB(i % width, i / width, rgb);
    }
    try {
      File folder = new File(FOLDER, "build-android/pictures");
      folder.mkdirs();
      ImageIO.write(image, "png", new File(folder, name));
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }

  /** A soft person-like disc, floats. */
  static ByteBuffer disc(int width, int height) {
    ByteBuffer matte = buffer(4 * width * height);
    for (int y = 0; y < height; ++y) {
      for (int x = 0; x < width; ++x) {
        double away = Math.hypot((x + 0.5) / width - 0.5, (y + 0.5) / height - 0.55);
        matte.putFloat(4 * (y * width + x), (float) Math.max(0, Math.min(1, (0.33 - away) * 12)));
      }
    }
    return matte;
  }

  /** Mean difference of red, green and blue, in bytes. */
  static double difference(ByteBuffer a, ByteBuffer b, int pixels) {
    long sum = 0;
    for (int i = 0; i < pixels; ++i) {
      for (int c = 0; c < 3; ++c) sum += Math.abs((a.get(4 * i + c) & 255) - (b.get(4 * i + c) & 255));
    }
    return sum / (3.0 * pixels);
  }

  /** The share of bytes that differ by more than `most`. */
  static double unlike(ByteBuffer a, ByteBuffer b, int pixels, int most) {
    long count = 0;
    for (int i = 0; i < pixels; ++i) {
      for (int c = 0; c < 3; ++c) {
        if (Math.abs((a.get(4 * i + c) & 255) - (b.get(4 * i + c) & 255)) > most) ++count;
      }
    }
    return count / (3.0 * pixels);
  }
}
