// Nets of the phone: those of the app lie in its assets, uncompressed, so that they are mapped and not read; those from
// storage lie copied in the app's own folder, each with its card.
package app.segme.phone;

import android.content.res.AssetFileDescriptor;
import android.content.res.AssetManager;
import app.segme.core.Card;
import app.segme.core.Device;
import app.segme.core.Net;
import app.segme.core.Nets;
import app.segme.net.CoreNet;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

final class PhoneNets implements Nets {
  private static final String LITE = "libtensorflowlite_jni.so";
  private static final String GPU = "libtensorflowlite_gpu_jni.so";
  private static final long LARGEST = 200L << 20;
  private static final int LARGEST_TEXT = 1 << 20;
  private final AssetManager assets;
  private final File folder;

  static {
    System.loadLibrary("segme_android");
  }

  PhoneNets(AssetManager assets, File folder) {
    this.assets = assets;
    this.folder = folder;
  }

  @Override
  public Net open(String model, Device device, int threads) throws Net.Failure {
    try {
      boolean own = model.equals("fast") || model.equals("balanced");
      Card card = new Card(own ? text("models/" + model + ".json") : fileText(new File(folder, model + ".json")));
      return new CoreNet(own ? asset("models/" + model + ".tflite") : map(new File(folder, model + ".tflite")), card,
          device, threads, LITE, GPU);
    } catch (IOException | IllegalArgumentException problem) {
      throw new Net.Failure("The net " + model + " cannot be read: " + problem.getMessage() + ".");
    }
  }

  private ByteBuffer asset(String name) throws IOException {
    try (AssetFileDescriptor file = assets.openFd(name); FileInputStream in = file.createInputStream()) {
      return in.getChannel().map(FileChannel.MapMode.READ_ONLY, file.getStartOffset(), file.getLength());
    }
  }

  private static ByteBuffer map(File file) throws IOException {
    try (FileInputStream in = new FileInputStream(file)) {
      return in.getChannel().map(FileChannel.MapMode.READ_ONLY, 0, in.getChannel().size());
    }
  }

  String text(String name) throws IOException {
    try (InputStream in = assets.open(name)) {
      return read(in);
    }
  }

  /** The whole of a small file. @throws IOException also where it is larger than 1 MB */
  static String read(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] block = new byte[1 << 13];
    for (int count; (count = in.read(block)) > 0; bytes.write(block, 0, count)) {
      if (bytes.size() > LARGEST_TEXT) throw new IOException("it is too large for a card");
    }
    return new String(bytes.toByteArray(), StandardCharsets.UTF_8);
  }

  private static String fileText(File file) throws IOException {
    return new String(Files.readAllBytes(file.toPath()), StandardCharsets.UTF_8);
  }

  /** Names of the nets that were taken from storage. */
  String[] taken() {
    String[] files = folder.list((in, name) -> name.endsWith(".tflite"));
    if (files == null) return new String[0];
    java.util.Arrays.sort(files);
    for (int i = 0; i < files.length; ++i) files[i] = files[i].substring(0, files[i].length() - ".tflite".length());
    return files;
  }

  /**
   * Takes a net over into the app's folder. card: its card's text, or null; then the known cards are asked, by the hash
   * of the file.
   */
  String take(String name, InputStream bytes, String card) throws IOException {
    String plain = name.replaceAll("\\.tflite$", "").replaceAll("[^A-Za-z0-9._-]", "_");
    if (plain.isEmpty() || plain.equals("fast") || plain.equals("balanced")) plain = "net_" + plain;
    Files.createDirectories(folder.toPath());
    File part = new File(folder, plain + ".part");
    String hash;
    try {
      hash = copy(bytes, part);
      String known = card == null ? knownCard(hash) : card;
      if (known == null) throw new IOException("no card describes it; choose its card.json together with it");
      new Card(known);
      Files.write(new File(folder, plain + ".json").toPath(), known.getBytes(StandardCharsets.UTF_8));
      if (!part.renameTo(new File(folder, plain + ".tflite"))) throw new IOException("it cannot be kept");
      return plain;
    } catch (IllegalArgumentException problem) {
      throw new IOException(problem.getMessage(), problem);
    } finally {
      part.delete();
    }
  }

  private static String copy(InputStream from, File into) throws IOException {
    try (OutputStream out = Files.newOutputStream(into.toPath())) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] block = new byte[1 << 16];
      long size = 0;
      for (int count; (count = from.read(block)) > 0; out.write(block, 0, count)) {
        digest.update(block, 0, count);
        if ((size += count) > LARGEST) throw new IOException("it is larger than 200 MB");
      }
      StringBuilder hex = new StringBuilder();
      for (byte b : digest.digest()) hex.append(Character.forDigit(b >> 4 & 15,
          16)).append(Character.forDigit(b & 15, 16));
      return hex.toString();
    } catch (NoSuchAlgorithmException never) {
      throw new IOException(never);
    }
  }

  private String knownCard(String hash) throws IOException {
    String[] names = assets.list("known");
    if (names == null) return null;
    for (String name : names) {
      String text = text("known/" + name);
      if (hash.equals(Card.hash(text))) return text;
    }
    return null;
  }
}
