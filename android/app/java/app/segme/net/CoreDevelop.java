// Pictures that are saved, made by the C core.
package app.segme.net;

import app.segme.core.Develop;
import app.segme.core.Net;
import java.nio.ByteBuffer;

public final class CoreDevelop implements Develop {
  @Override
  public void run(String recipe, ByteBuffer frame, int width, int height, ByteBuffer matte, int matteWidth,
      int matteHeight, ByteBuffer background, ByteBuffer picture) throws Net.Failure {
    CorePipeline pipeline = new CorePipeline(matteWidth, matteHeight, recipe);
    try {
      if (background != null) pipeline.setBackground(background, width, height);
      pipeline.run(frame, width, height, matte, picture);
    } finally {
      pipeline.close();
    }
  }
}
