// What a person can set. Never changes; kept between starts as one line of text.
package app.segme.core;

import java.util.Objects;

/**
 * @param threshold percent: less certain pixels become background
 * @param threads 1..10, of the CPU
 * @param sound of videos
 * @param model "fast", "balanced", or the name of a net from storage
 */
public record Settings(Filter filter, PictureFilter picture, int threshold, int threads, Device device, String model,
    boolean front, boolean figures, boolean sound) {
  public static final int MOST_THREADS = 10;
  public static final Settings DEFAULT = new Settings(
      Filter.ALPHA_BLEND, PictureFilter.NONE, 50, 4, Device.GPU, "fast", true, false, false);

  public Settings {
    Objects.requireNonNull(filter);
    Objects.requireNonNull(picture);
    Objects.requireNonNull(device);
    Objects.requireNonNull(model);
    threshold = Math.max(0, Math.min(100, threshold));
    threads = Math.max(1, Math.min(MOST_THREADS, threads));
  }

  public Settings with(Filter value) {
    return new Settings(value, picture, threshold, threads, device, model, front, figures, sound);
  }

  public Settings with(PictureFilter value) {
    return new Settings(filter, value, threshold, threads, device, model, front, figures, sound);
  }

  public Settings with(Device value) {
    return new Settings(filter, picture, threshold, threads, value, model, front, figures, sound);
  }

  public Settings withThreshold(int value) {
    return new Settings(filter, picture, value, threads, device, model, front, figures, sound);
  }

  public Settings withThreads(int value) {
    return new Settings(filter, picture, threshold, value, device, model, front, figures, sound);
  }

  public Settings withModel(String value) {
    return new Settings(filter, picture, threshold, threads, device, value, front, figures, sound);
  }

  public Settings withFront(boolean value) {
    return new Settings(filter, picture, threshold, threads, device, model, value, figures, sound);
  }

  public Settings withFigures(boolean value) {
    return new Settings(filter, picture, threshold, threads, device, model, front, value, sound);
  }

  public Settings withSound(boolean value) {
    return new Settings(filter, picture, threshold, threads, device, model, front, figures, value);
  }

  public String asText() {
    return String.join("\t", filter.name(), picture.name(), Integer.toString(threshold), Integer.toString(threads),
        device.name(), model, Boolean.toString(front), Boolean.toString(figures), Boolean.toString(sound));
  }

  /** The settings of that line; the default ones where it is none of ours. */
  public static Settings parse(String text) {
    String[] words = text == null ? new String[0] : text.split("\t", -1);
    if (words.length != 8 && words.length != 9) return DEFAULT; // 8: before there was sound
    try {
      return new Settings(Filter.valueOf(words[0]), PictureFilter.valueOf(words[1]), Integer.parseInt(words[2]),
          Integer.parseInt(words[3]), Device.valueOf(words[4]), words[5], Boolean.parseBoolean(words[6]),
          Boolean.parseBoolean(words[7]), words.length == 9 && Boolean.parseBoolean(words[8]));
    } catch (IllegalArgumentException notOurs) {
      return DEFAULT;
    }
  }
}
