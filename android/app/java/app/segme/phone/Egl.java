// The engine's OpenGL ES 3.1 context, with the surfaces that it draws onto: the screen, an encoder, or a single pixel
// where there is neither. On the engine's thread.
package app.segme.phone;

import android.opengl.EGL14;
import android.opengl.EGLConfig;
import android.opengl.EGLContext;
import android.opengl.EGLDisplay;
import android.opengl.EGLExt;
import android.opengl.EGLSurface;

final class Egl {
  private static final int RECORDABLE = 0x3142; // EGL_RECORDABLE_ANDROID
  private EGLDisplay display = EGL14.EGL_NO_DISPLAY;
  private EGLContext context = EGL14.EGL_NO_CONTEXT;
  private EGLConfig config;
  private EGLSurface pixel = EGL14.EGL_NO_SURFACE;
  private EGLSurface screen = EGL14.EGL_NO_SURFACE;

  /** Null, or what is missing. */
  String open() {
    if (context != EGL14.EGL_NO_CONTEXT) return null;
    display = EGL14.eglGetDisplay(EGL14.EGL_DEFAULT_DISPLAY);
    int[] version = new int[2];
    if (!EGL14.eglInitialize(display, version, 0, version, 1)) return "EGL does not start";
    int[] wanted = {EGL14.EGL_RED_SIZE, 8, EGL14.EGL_GREEN_SIZE, 8, EGL14.EGL_BLUE_SIZE, 8, EGL14.EGL_RENDERABLE_TYPE,
        EGLExt.EGL_OPENGL_ES3_BIT_KHR, RECORDABLE, 1, EGL14.EGL_SURFACE_TYPE,
        EGL14.EGL_WINDOW_BIT | EGL14.EGL_PBUFFER_BIT, EGL14.EGL_NONE};
    EGLConfig[] configs = new EGLConfig[1];
    int[] count = new int[1];
    if (!EGL14.eglChooseConfig(display, wanted, 0, configs, 0, 1, count, 0)
        || count[0] < 1) return "no EGL configuration";
    config = configs[0];
    int[] of31 = {EGLExt.EGL_CONTEXT_MAJOR_VERSION_KHR, 3, EGLExt.EGL_CONTEXT_MINOR_VERSION_KHR, 1, EGL14.EGL_NONE};
    context = EGL14.eglCreateContext(display, config, EGL14.EGL_NO_CONTEXT, of31, 0);
    if (context == EGL14.EGL_NO_CONTEXT || EGL14.eglGetError() != EGL14.EGL_SUCCESS) {
      context = EGL14.EGL_NO_CONTEXT;
      return "this phone has no OpenGL ES 3.1";
    }
    int[] size = {EGL14.EGL_WIDTH, 1, EGL14.EGL_HEIGHT, 1, EGL14.EGL_NONE};
    pixel = EGL14.eglCreatePbufferSurface(display, config, size, 0);
    use(pixel);
    return null;
  }

  private void use(EGLSurface surface) {
    EGL14.eglMakeCurrent(display, surface, surface, context);
  }

  /** window: a Surface, or null where the screen is gone. */
  void setScreen(Object window) {
    if (context == EGL14.EGL_NO_CONTEXT) return;
    use(pixel);
    end(screen);
    screen = window == null ? EGL14.EGL_NO_SURFACE : make(window);
  }

  EGLSurface make(Object window) {
    return EGL14.eglCreateWindowSurface(display, config, window, new int[] {EGL14.EGL_NONE}, 0);
  }

  void end(EGLSurface surface) {
    if (surface != EGL14.EGL_NO_SURFACE) EGL14.eglDestroySurface(display, surface);
  }

  /** What is drawn next goes there. */
  void draw(EGLSurface surface) {
    use(surface == EGL14.EGL_NO_SURFACE ? pixel : surface);
  }

  void drawScreen() {
    draw(screen);
  }

  void showScreen() {
    if (screen != EGL14.EGL_NO_SURFACE) EGL14.eglSwapBuffers(display, screen);
  }

  void show(EGLSurface surface, long nanos) {
    EGLExt.eglPresentationTimeANDROID(display, surface, nanos);
    EGL14.eglSwapBuffers(display, surface);
  }

  void close() {
    if (context == EGL14.EGL_NO_CONTEXT) return;
    EGL14.eglMakeCurrent(display, EGL14.EGL_NO_SURFACE, EGL14.EGL_NO_SURFACE, EGL14.EGL_NO_CONTEXT);
    end(screen);
    end(pixel);
    EGL14.eglDestroyContext(display, context);
    EGL14.eglReleaseThread();
    EGL14.eglTerminate(display);
    context = EGL14.EGL_NO_CONTEXT;
    screen = pixel = EGL14.EGL_NO_SURFACE;
  }
}
