// Pictures, videos and figures of the phone, by MediaStore: it gives a taken name a number, so nothing is overwritten,
// and a file is seen by others only when it is whole.
package app.segme.phone;

import android.content.ContentResolver;
import android.content.ContentValues;
import android.content.Context;
import android.content.Intent;
import android.database.Cursor;
import android.graphics.Bitmap;
import android.net.Uri;
import android.os.Environment;
import android.provider.MediaStore;
import app.segme.core.Store;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

final class PhoneStore implements Store {
  private final Context context;
  private final ContentResolver resolver;
  private Uri last;
  private String lastKind;

  PhoneStore(Context context) {
    this.context = context;
    resolver = context.getContentResolver();
  }

  private interface Write {
    void to(OutputStream out) throws IOException;
  }

  @Override
  public String savePicture(String name, ByteBuffer rgba, int width, int height) throws IOException {
    return save(name, "image/png", Environment.DIRECTORY_PICTURES,
        MediaStore.Images.Media.getContentUri(MediaStore.VOLUME_EXTERNAL_PRIMARY), out -> {
          Bitmap bitmap = Bitmap.createBitmap(width, height, Bitmap.Config.ARGB_8888);
          rgba.position(0);
          bitmap.copyPixelsFromBuffer(rgba);
          boolean done = bitmap.compress(Bitmap.CompressFormat.PNG, 100, out);
          bitmap.recycle();
          if (!done) throw new IOException("the picture cannot be written");
        });
  }

  @Override
  public String saveText(String name, CharSequence text) throws IOException {
    return save(name, "text/csv", Environment.DIRECTORY_DOWNLOADS, MediaStore.Downloads.EXTERNAL_CONTENT_URI,
        out -> out.write(text.toString().getBytes(StandardCharsets.UTF_8)));
  }

  private String save(String name, String kind, String folder, Uri table, Write write) throws IOException {
    Uri file = create(name, kind, folder, table);
    try (OutputStream out = resolver.openOutputStream(file)) {
      if (out == null) throw new IOException("the file cannot be opened");
      write.to(out);
    } catch (IOException | RuntimeException problem) {
      resolver.delete(file, null, null); // half a file is none
      throw problem instanceof IOException ? (IOException) problem : new IOException(problem);
    }
    return finish(file, kind);
  }

  /** A new file that nobody sees yet. */
  Uri create(String name, String kind, String folder, Uri table) throws IOException {
    ContentValues values = new ContentValues();
    values.put(MediaStore.MediaColumns.DISPLAY_NAME, name);
    values.put(MediaStore.MediaColumns.MIME_TYPE, kind);
    values.put(MediaStore.MediaColumns.RELATIVE_PATH, folder + "/SegMe");
    values.put(MediaStore.MediaColumns.IS_PENDING, 1);
    try {
      Uri file = resolver.insert(table, values);
      if (file != null) return file;
    } catch (RuntimeException refused) {
      throw new IOException(refused.getMessage(), refused);
    }
    throw new IOException("there is no storage");
  }

  /** It is whole; the name that it got. */
  String finish(Uri file, String kind) {
    ContentValues values = new ContentValues();
    values.put(MediaStore.MediaColumns.IS_PENDING, 0);
    resolver.update(file, values, null, null);
    last = file;
    lastKind = kind;
    try (Cursor row = resolver.query(file, new String[] {MediaStore.MediaColumns.DISPLAY_NAME}, null, null, null)) {
      if (row != null && row.moveToFirst()) return row.getString(0);
    }
    return String.valueOf(file.getLastPathSegment());
  }

  void drop(Uri file) {
    resolver.delete(file, null, null);
  }

  ContentResolver resolver() {
    return resolver;
  }

  @Override
  public void share() {
    if (last == null) return;
    Intent send = new Intent(Intent.ACTION_SEND).setType(lastKind).putExtra(Intent.EXTRA_STREAM, last)
        .addFlags(Intent.FLAG_GRANT_READ_URI_PERMISSION);
    context.startActivity(Intent.createChooser(send, null).addFlags(Intent.FLAG_ACTIVITY_NEW_TASK));
  }
}
