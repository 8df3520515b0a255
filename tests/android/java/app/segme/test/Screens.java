// Draws the app's layout file as Android would lay it out, for docs/android.md: sides in dp, weights, texts in a language,
// colours of day or night, and a picture of the tests where the camera's is. No part of Android runs here.
package app.segme.test;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.File;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

public final class Screens {
  private static final double SCALE = 1.5;
  private final Map<String, String> texts = new HashMap<>();
  private final Map<String, Color> colours = new HashMap<>();
  private final Map<String, Map<String, String>> styles = new HashMap<>();
  private final Map<String, String> shown = new HashMap<>();
  private final BufferedImage picture;
  private final Graphics2D draw;
  private final BufferedImage canvas;

  private Screens(int width, int height, String language, String night, BufferedImage picture) throws Exception {
    this.picture = picture;
    for (Element row : rows("values" + language + "/strings.xml")) texts.put(row.getAttribute("name"), row.getTextContent());
    for (Element row : rows("values" + night + "/colors.xml")) {
      long value = Long.parseLong(row.getTextContent().substring(1), 16);
      colours.put("@color/" + row.getAttribute("name"), new Color((int) value, true));
    }
    for (Element row : rows("values/styles.xml")) {
      Map<String, String> style = new HashMap<>();
      for (Element item : children(row)) style.put(item.getAttribute("name"), item.getTextContent());
      styles.put("@style/" + row.getAttribute("name"), style);
    }
    canvas = new BufferedImage((int) (width * SCALE), (int) (height * SCALE), BufferedImage.TYPE_INT_RGB);
    draw = canvas.createGraphics();
    draw.scale(SCALE, SCALE);
    draw.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    draw.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    shown.put("filters", "filter_alpha_blend");
    shown.put("models", "model_fast");
    shown.put("devices", "device_gpu");
    lay(parse("layout/main.xml"), 0, 0, width, height);
  }

  private static Element parse(String file) throws Exception {
    return DocumentBuilderFactory.newInstance().newDocumentBuilder()
        .parse(new File(Pictures.FOLDER, "android/app/res/" + file)).getDocumentElement();
  }

  private static List<Element> rows(String file) throws Exception {
    return children(parse(file));
  }

  private static List<Element> children(Element of) {
    List<Element> found = new ArrayList<>();
    for (Node at = of.getFirstChild(); at != null; at = at.getNextSibling()) {
      if (at instanceof Element) found.add((Element) at);
    }
    return found;
  }

  private String value(Element of, String name) {
    String own = of.getAttribute("android:" + name);
    Map<String, String> style = styles.get(of.getAttribute("style"));
    if (!own.isEmpty() || style == null) return own;
    return style.getOrDefault("android:" + name, "");
  }

  private double side(Element of, String name, double whole) {
    String text = value(of, name);
    if (text.endsWith("dp")) return Double.parseDouble(text.replace("dp", ""));
    return text.equals("match_parent") ? whole : -1;
  }

  private double height(Element of, double width) {
    double own = side(of, "layout_height", -1);
    if (own >= 0) return own;
    double sum = 0;
    for (Element child : children(of)) {
      double one = Math.max(height(child, width), side(child, "minHeight", 0));
      sum = value(of, "orientation").equals("vertical") ? sum + one : Math.max(sum, one);
    }
    return Math.max(sum, of.getTagName().equals("TextView") ? 34 : 0);
  }

  private void lay(Element view, double x, double y, double w, double h) {
    Color back = colours.get(value(view, "background"));
    if (value(view, "visibility").equals("gone") || value(view, "id").endsWith("sentence")) return;
    if (back != null) {
      draw.setColor(back);
      draw.fillRect((int) x, (int) y, (int) Math.ceil(w), (int) Math.ceil(h));
    }
    if (view.getTagName().equals("LinearLayout")) {
      linear(view, x, y, w, h);
    } else if (view.getTagName().equals("FrameLayout")) {
      for (Element child : children(view)) lay(child, x, y, w, h);
    } else if (view.getTagName().equals("ScrollView")) {
      draw.setClip((int) x, (int) y, (int) w, (int) h);
      for (Element child : children(view)) lay(child, x, y, w, height(child, w));
      draw.setClip(null);
    } else {
      leaf(view, x, y, w, h);
    }
  }

  private void linear(Element view, double x, double y, double w, double h) {
    boolean down = value(view, "orientation").equals("vertical");
    double fixed = 0;
    double weights = 0;
    for (Element child : children(view)) {
      String weight = value(child, "layout_weight");
      if (weight.isEmpty()) {
        fixed += down ? Math.max(height(child, w), 0) : side(child, "layout_width", w);
      } else {
        weights += Double.parseDouble(weight);
      }
    }
    for (Element child : children(view)) {
      String weight = value(child, "layout_weight");
      double rest = (down ? h : w) - fixed;
      double along = weight.isEmpty() ? down ? height(child, w) : side(child, "layout_width", w)
          : rest * Double.parseDouble(weight) / weights;
      if (down) {
        lay(child, x, y, w, along);
        y += along;
      } else {
        lay(child, x, y, along, height(child, along));
        x += along;
      }
    }
  }

  private void leaf(Element view, double x, double y, double w, double h) {
    String id = value(view, "id").replaceAll(".*/", "");
    int middle = (int) (y + h / 2);
    Color ink = colours.get("@color/text");
    if (id.equals("picture")) {
      double scale = Math.min(w / picture.getWidth(), h / picture.getHeight());
      int pw = (int) (picture.getWidth() * scale);
      int ph = (int) (picture.getHeight() * scale);
      draw.drawImage(picture, (int) (x + (w - pw) / 2), (int) (y + (h - ph) / 2), pw, ph, null);
      return;
    }
    draw.setColor(ink);
    switch (view.getTagName()) {
      case "SeekBar" -> {
        draw.setColor(colours.get("@color/accent"));
        draw.fillRect((int) x + 16, middle - 1, (int) w - 32, 2);
        draw.fillOval((int) (x + w / (id.equals("threads") ? 3 : 2)) - 7, middle - 7, 14, 14);
      }
      case "Spinner" -> {
        text(texts.get(shown.get(id)), x + 12, middle, 16);
        int right = (int) (x + w - 20);
        draw.fillPolygon(new int[] {right - 6, right + 6, right}, new int[] {middle - 3, middle - 3, middle + 4}, 3);
      }
      case "CheckBox" -> {
        draw.drawRect((int) x + 10, middle - 8, 16, 16);
        text(texts.get(id), x + 34, middle, 14);
      }
      default -> {
        String given = value(view, "text").replace("@string/", "");
        String label = id.equals("threshold_label") ? texts.get("threshold_is").replace("%1$s %%", "50 %")
            : id.equals("threads_label") ? texts.get("threads_are").replace("%1$s", "4") : texts.get(given);
        boolean button = view.getTagName().equals("Button");
        draw.setFont(new Font("SansSerif", Font.PLAIN, button ? 12 : 14));
        double left = button ? x + (w - draw.getFontMetrics().stringWidth(label)) / 2 : x + 12;
        text(label, left, middle, button ? 12 : 14);
      }
    }
  }

  private void text(String words, double x, int middle, int size) {
    draw.setFont(new Font("SansSerif", Font.PLAIN, size));
    draw.drawString(words, (float) x, middle + size / 3F + 1);
  }

  /** words: picture, language ("" or "-de"), night ("" or "-night"), width, height in dp, file. */
  public static void main(String[] words) throws Exception {
    Screens made = new Screens(Integer.parseInt(words[3]), Integer.parseInt(words[4]), words[1], words[2],
        ImageIO.read(new File(words[0])));
    ImageIO.write(made.canvas, "png", new File(words[5]));
  }
}
