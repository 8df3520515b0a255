// Where pictures, videos and figures go, and how they are handed to other apps. A name that is taken is never
// overwritten: the store gives the file another one and says which.
package app.segme.core;

import java.io.IOException;
import java.nio.ByteBuffer;

public interface Store {
  /** Saves RGBA pixels as a PNG file; the name that it got. */
  String savePicture(String name, ByteBuffer rgba, int width, int height) throws IOException;

  /** Saves a text file; the name that it got. */
  String saveText(String name, CharSequence text) throws IOException;

  /** Offers the last saved file to other apps. */
  void share();
}
