// What a net is like: the text of its card.json as the core reads it, and of that the few things that the app itself
// needs. Cards of nets from storage come from a card beside them, or from the known ones by the hash of the file.
package app.segme.core;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

public final class Card {
  private final String text;
  private final int width;
  private final int height;
  private final boolean letterbox;
  private final boolean remembers;

  /** @throws IllegalArgumentException where the text does not say how large the net's picture is */
  public Card(String text) {
    this.text = text;
    width = number("width");
    height = number("height");
    letterbox = "letterbox".equals(word(text, "fit"));
    remembers = "previous_matte".equals(word(text, "fourth_channel"));
  }

  public String text() {
    return text;
  }

  public int width() {
    return width;
  }

  public int height() {
    return height;
  }

  /** Whether the frame keeps its shape within the net's picture. */
  public boolean letterbox() {
    return letterbox;
  }

  /** Whether the net sees its own last matte, too. */
  public boolean remembers() {
    return remembers;
  }

  /** The file's hash, or "". */
  public static String hash(String text) {
    String found = word(text, "sha256");
    return found == null ? "" : found;
  }

  private int number(String key) {
    Matcher found = Pattern.compile("\"" + key + "\"\\s*:\\s*(\\d{1,5})").matcher(text);
    if (!found.find()) throw new IllegalArgumentException("the card has no " + key);
    int value = Integer.parseInt(found.group(1));
    if (value < 1 || value > 8192) throw new IllegalArgumentException("the card's " + key + " is " + value);
    return value;
  }

  private static String word(String text, String key) {
    Matcher found = Pattern.compile("\"" + key + "\"\\s*:\\s*\"([^\"]*)\"").matcher(text);
    return found.find() ? found.group(1) : null;
  }
}
