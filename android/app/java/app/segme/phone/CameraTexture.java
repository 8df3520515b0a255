// The texture that the camera fills, of the kind that cameras need: the newest frame is taken when the engine asks. On
// the engine's thread, but for surface().
package app.segme.phone;

import android.graphics.SurfaceTexture;
import android.opengl.GLES11Ext;
import android.opengl.GLES20;
import android.os.Handler;
import app.segme.gl.Source;
import java.util.function.LongConsumer;

final class CameraTexture implements Source {
  private final Handler handler;
  private final int[] name = new int[1];
  private volatile SurfaceTexture texture;

  CameraTexture(Handler handler) {
    this.handler = handler;
  }

  void open(LongConsumer arrived) {
    if (texture != null) return;
    GLES20.glGenTextures(1, name, 0);
    SurfaceTexture made = new SurfaceTexture(name[0]);
    made.setOnFrameAvailableListener(from -> arrived.accept(System.nanoTime()), handler);
    texture = made;
  }

  /** Null while there is none. */
  SurfaceTexture texture() {
    return texture;
  }

  @Override
  public String head() {
    return "#extension GL_OES_EGL_image_external_essl3 : require\n#define CAMERA samplerExternalOES\n";
  }

  @Override
  public void latch() {
    GLES20.glActiveTexture(GLES20.GL_TEXTURE0);
    GLES20.glBindTexture(GLES11Ext.GL_TEXTURE_EXTERNAL_OES, name[0]);
  }

  /** Takes the newest frame; its matrix. False where there is none. */
  boolean take(float[] matrix) {
    SurfaceTexture from = texture;
    if (from == null) return false;
    from.updateTexImage();
    from.getTransformMatrix(matrix);
    return true;
  }

  void close() {
    SurfaceTexture old = texture;
    texture = null;
    if (old != null) {
      old.release();
      GLES20.glDeleteTextures(1, name, 0);
    }
  }
}
