// Files that a person chooses: a background by the photo picker, a net (and its card) from storage.
package app.segme.phone;

import android.app.Activity;
import android.content.ClipData;
import android.content.Intent;
import android.database.Cursor;
import android.graphics.Bitmap;
import android.graphics.ImageDecoder;
import android.net.Uri;
import android.os.Build;
import android.os.Handler;
import android.provider.MediaStore;
import android.provider.OpenableColumns;
import app.segme.core.Engine;
import app.segme.core.Say;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

final class Picks {
  private static final int BACKGROUND = 10;
  private static final int NET = 11;
  private static final int LARGEST = 2048; // pixels a side: a background is never shown larger
  private final Activity activity;
  private final Engine engine;
  private final PhoneScreen screen;
  private final PhoneNets nets;
  private final Panel panel;
  private final Handler worker;
  private final Handler main;

  Picks(Activity activity, Engine engine, PhoneScreen screen, PhoneNets nets, Panel panel, Handler worker,
      Handler main) {
    this.activity = activity;
    this.engine = engine;
    this.screen = screen;
    this.nets = nets;
    this.panel = panel;
    this.worker = worker;
    this.main = main;
  }

  void background() {
    Intent ask = Build.VERSION.SDK_INT >= 33 ? new Intent(MediaStore.ACTION_PICK_IMAGES)
        : new Intent(Intent.ACTION_OPEN_DOCUMENT).addCategory(Intent.CATEGORY_OPENABLE);
    start(ask.setType("image/*"), BACKGROUND, Say.BACKGROUND_FAILED);
  }

  void net() {
    start(new Intent(Intent.ACTION_OPEN_DOCUMENT).addCategory(Intent.CATEGORY_OPENABLE).setType("*/*")
        .putExtra(Intent.EXTRA_ALLOW_MULTIPLE, true), NET, Say.MODEL_UNKNOWN, "no app shows files");
  }

  private void start(Intent ask, int request, Say problem, Object... with) {
    try {
      activity.startActivityForResult(ask, request);
    } catch (RuntimeException nobodyAnswers) {
      screen.tell(problem, with);
    }
  }

  void picked(int request, Intent data) {
    if (request == BACKGROUND) worker.post(() -> takeBackground(data.getData()));
    if (request == NET) worker.post(() -> takeNet(files(data)));
  }

  private static List<Uri> files(Intent data) {
    List<Uri> files = new ArrayList<>();
    ClipData many = data.getClipData();
    for (int i = 0; many != null && i < many.getItemCount(); ++i) files.add(many.getItemAt(i).getUri());
    if (files.isEmpty() && data.getData() != null) files.add(data.getData());
    return files;
  }

  private void takeBackground(Uri file) {
    try {
      Bitmap decoded = ImageDecoder.decodeBitmap(ImageDecoder.createSource(activity.getContentResolver(), file),
          (decoder, info, source) -> {
            decoder.setAllocator(ImageDecoder.ALLOCATOR_SOFTWARE);
            int side = Math.max(info.getSize().getWidth(), info.getSize().getHeight());
            decoder.setTargetSampleSize(Math.max(1, (side + LARGEST - 1) / LARGEST));
          });
      Bitmap plain = decoded.copy(Bitmap.Config.ARGB_8888, false);
      ByteBuffer pixels = ByteBuffer.allocateDirect(plain.getByteCount());
      plain.copyPixelsToBuffer(pixels);
      engine.setBackground(pixels, plain.getWidth(), plain.getHeight());
    } catch (IOException | RuntimeException | OutOfMemoryError problem) {
      screen.tell(Say.BACKGROUND_FAILED);
    }
  }

  private void takeNet(List<Uri> files) {
    String name = "";
    try {
      String card = null;
      Uri net = null;
      for (Uri file : files) {
        String its = nameOf(file);
        if (its.endsWith(".json")) {
          card = read(file);
        } else {
          net = file;
          name = its;
        }
      }
      if (net == null) throw new IOException("no .tflite file was chosen");
      try (InputStream in = activity.getContentResolver().openInputStream(net)) {
        if (in == null) throw new IOException("it cannot be opened");
        String taken = nets.take(name, in, card);
        screen.tell(Say.MODEL_TAKEN, taken);
      }
      main.post(panel::models);
    } catch (IOException | RuntimeException problem) {
      screen.tell(Say.MODEL_UNKNOWN, name + ": " + problem.getMessage());
    }
  }

  private String nameOf(Uri file) {
    try (Cursor row = activity.getContentResolver().query(file, new String[] {OpenableColumns.DISPLAY_NAME}, null,
        null, null)) {
      return row != null && row.moveToFirst() ? String.valueOf(row.getString(0)) : "net";
    }
  }

  private String read(Uri file) throws IOException {
    try (InputStream in = activity.getContentResolver().openInputStream(file)) {
      if (in == null) throw new IOException("the card cannot be opened");
      return PhoneNets.read(in);
    }
  }
}
