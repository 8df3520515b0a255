// tests/android/gles: this machine's OpenGL ES for the tests of the app: a surfaceless EGL context (Mesa's llvmpipe
// where there is no GPU), and behind android.opengl.GLES20, 30 and 31 the functions of libGLESv2 (generate.py writes
// them).
#include <EGL/egl.h>
#include <EGL/eglext.h>
#include <GLES3/gl31.h>
#include <jni.h>

#include <string>
#include <tuple>
#include <type_traits>

namespace {

/// A Java string's bytes for one call.
class Text {
 public:
  Text(JNIEnv* env, jstring text) : env_(env), text_(text), bytes_(env->GetStringUTFChars(text, nullptr)) {}
  Text(const Text&) = delete;
  Text& operator=(const Text&) = delete;
  ~Text() { env_->ReleaseStringUTFChars(text_, bytes_); }
  operator const char*() const { return bytes_; }  // NOLINT(google-explicit-constructor)

 private:
  JNIEnv* env_;
  jstring text_;
  const char* bytes_;
};

/// A Java array for one call; what the call writes into it arrives.
template <class Array>
struct Elements {
  Elements(JNIEnv* from, Array of) : env(from), array(of), values(from->GetPrimitiveArrayCritical(of, nullptr)) {}
  Elements(const Elements&) = delete;
  Elements& operator=(const Elements&) = delete;
  ~Elements() { env->ReleasePrimitiveArrayCritical(array, values, 0); }
  JNIEnv* env;
  Array array;
  void* values;
};
using Ints = Elements<jintArray>;
using Floats = Elements<jfloatArray>;

/// The type of a function's parameter.
template <std::size_t index, class Result, class... Arguments>
std::tuple_element_t<index, std::tuple<Arguments...>> parameter(Result (*)(Arguments...));

}  // namespace

extern "C" {

#include "gles.inc"

/// Makes a context of OpenGL ES 3.1 the calling thread's. What went wrong, or null.
JNIEXPORT jstring JNICALL Java_app_segme_test_Gles_open(JNIEnv* env, jclass) {
  const auto fail = [&](const char* what) { return env->NewStringUTF(what); };
  const auto get = reinterpret_cast<PFNEGLGETPLATFORMDISPLAYEXTPROC>(eglGetProcAddress("eglGetPlatformDisplayEXT"));
  if (get == nullptr) return fail("EGL has no platforms");
  const EGLDisplay display = get(EGL_PLATFORM_SURFACELESS_MESA, EGL_DEFAULT_DISPLAY, nullptr);
  if (display == EGL_NO_DISPLAY || eglInitialize(display, nullptr, nullptr) == 0) return fail("no surfaceless EGL");
  eglBindAPI(EGL_OPENGL_ES_API);
  const EGLint wanted[] = {EGL_CONTEXT_MAJOR_VERSION, 3, EGL_CONTEXT_MINOR_VERSION, 1, EGL_NONE};
  const EGLContext context = eglCreateContext(display, EGL_NO_CONFIG_KHR, EGL_NO_CONTEXT, wanted);
  if (context == EGL_NO_CONTEXT) return fail("no OpenGL ES 3.1");
  if (eglMakeCurrent(display, EGL_NO_SURFACE, EGL_NO_SURFACE, context) == 0) return fail("no current context");
  return nullptr;
}

}  // extern "C"
