// The texts of shaders, by name: assets/shaders on the phone.
package app.segme.gl;

import java.io.IOException;

public interface Shaders {
  String text(String name) throws IOException;
}
