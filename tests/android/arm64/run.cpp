// tests/android/arm64: calls libsegme_android.so as the phone's Java would, with a JNI environment of a dozen
// functions, and prints a hash of the picture it draws. Built twice, for this machine and for arm64 under emulation:
// both have to print the same. A wrong recipe has to come back as an exception with its sentence.
#include <dlfcn.h>
#include <jni.h>

#include <cstdint>
#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

namespace {

std::string thrown;

struct Buffer {
  void* bytes;
  jlong size;
};

jclass find_class(JNIEnv*, const char*) { return reinterpret_cast<jclass>(1); }
jint throw_new(JNIEnv*, jclass, const char* text) {
  thrown = text;
  return 0;
}
jboolean exception_check(JNIEnv*) { return 0; }
jstring new_string(JNIEnv*, const char* text) { return reinterpret_cast<jstring>(strdup(text)); }
const char* get_chars(JNIEnv*, jstring text, jboolean*) { return reinterpret_cast<const char*>(text); }
void release_chars(JNIEnv*, jstring, const char*) {}
void* buffer_address(JNIEnv*, jobject buffer) { return reinterpret_cast<Buffer*>(buffer)->bytes; }
jlong buffer_size(JNIEnv*, jobject buffer) { return reinterpret_cast<Buffer*>(buffer)->size; }

template <class Function>
Function* find(void* library, const char* name) {
  auto* const found =
      reinterpret_cast<Function*>(dlsym(library, (std::string("Java_app_segme_net_Core_") + name).c_str()));
  if (found == nullptr) std::printf("no %s\n", name);
  return found;
}

jstring text(const char* of) { return reinterpret_cast<jstring>(const_cast<char*>(of)); }
jobject object(Buffer& of) { return reinterpret_cast<jobject>(&of); }

}  // namespace

int main(int count, char** words) {
  if (count != 2) return 2;
  void* const library = dlopen(words[1], RTLD_NOW);
  if (library == nullptr) {
    std::printf("%s\n", dlerror());
    return 3;
  }
  JNINativeInterface_ table = {};
  table.FindClass = find_class;
  table.ThrowNew = throw_new;
  table.ExceptionCheck = exception_check;
  table.NewStringUTF = new_string;
  table.GetStringUTFChars = get_chars;
  table.ReleaseStringUTFChars = release_chars;
  table.GetDirectBufferAddress = buffer_address;
  table.GetDirectBufferCapacity = buffer_size;
  JNIEnv_ env = {&table};
  auto* const open = find<jlong(JNIEnv*, jclass, jlong, jint, jint, jstring)>(library, "pipelineOpen");
  auto* const run = find<void(JNIEnv*, jclass, jlong, jobject, jint, jint, jobject, jobject)>(library, "pipelineRun");
  auto* const close = find<void(JNIEnv*, jclass, jlong)>(library, "pipelineClose");
  auto* const version = find<jstring(JNIEnv*, jclass)>(library, "version");
  auto* const net = find<jlong(JNIEnv*, jclass, jobject, jstring, jint, jint, jstring, jstring)>(library, "netOpen");
  if (open == nullptr || run == nullptr || close == nullptr || version == nullptr || net == nullptr) return 4;
  std::printf("version %s\n", reinterpret_cast<const char*>(version(&env, nullptr)));

  constexpr int kWidth = 320, kHeight = 240, kSide = 64;
  std::vector<std::uint8_t> frame(4 * kWidth * kHeight), picture(frame.size());
  std::vector<float> matte(kSide * kSide);
  std::uint32_t noise = 1;
  for (int i = 0; i < kWidth * kHeight; ++i) {
    noise = noise * 1664525U + 1013904223U;
    const int x = i % kWidth, y = i / kWidth;
    const bool inside = (x - 160) * (x - 160) + (y - 130) * (y - 130) < 70 * 70;
    for (int c = 0; c < 3; ++c)
      frame[4 * i + c] = static_cast<std::uint8_t>((inside ? 170 : 60 + 20 * c) + (noise >> 28));
    frame[4 * i + 3] = 255;
  }
  for (int i = 0; i < kSide * kSide; ++i) {
    const int x = i % kSide - 32, y = i / kSide - 34;
    matte[i] = x * x + y * y * 4 / 3 < 17 * 17 ? 0.95F : 0.03F;
  }
  Buffer in = {frame.data(), static_cast<jlong>(frame.size())};
  Buffer out = {picture.data(), static_cast<jlong>(picture.size())};
  Buffer given = {matte.data(), static_cast<jlong>(matte.size() * sizeof(float))};
  for (const char* render : {"alpha", "alpha,sepia", "colour_transfer", "alpha,light_wrap,emboss", "curves"}) {
    const std::string recipe =
        std::string("{\"refine\": \"threshold:at=0.2,guided\", \"background\": \"blur\", \"render\": \"") + render +
        "\"}";
    const jlong pipeline = open(&env, nullptr, 0, kSide, kSide, text(recipe.c_str()));
    if (pipeline == 0) {
      std::printf("%s: %s\n", render, thrown.c_str());
      return 5;
    }
    run(&env, nullptr, pipeline, object(in), kWidth, kHeight, object(given), object(out));
    close(&env, nullptr, pipeline);
    // Sums of 16 x 16 pixels in steps of 64: the last bit of a float may differ between processors.
    std::uint64_t hash = 1469598103934665603U;
    for (int y = 0; y < kHeight; y += 16) {
      for (int x = 0; x < kWidth; x += 16) {
        std::uint64_t sum = 0;
        for (int k = 0; k < 256; ++k) sum += picture[4 * ((y + k / 16) * kWidth + x + k % 16)];
        hash = (hash ^ (sum + 512) / 1024) * 1099511628211U;
      }
    }
    std::printf("%s %016llx %s\n", render, static_cast<unsigned long long>(hash), thrown.c_str());
  }
  open(&env, nullptr, 0, kSide, kSide, text("{\"render\": \"sparkle\"}"));
  std::printf("wrong recipe: %s\n", thrown.substr(0, thrown.find(" There")).c_str());
  if (thrown.find("sparkle") == std::string::npos) return 6;
  Buffer few = {matte.data(), 8};
  const jlong none = net(&env, nullptr, object(few), text("{}"), 0, 1, text("libnot-here.so"), text("libnot-here.so"));
  std::printf("no library: %s\n", thrown.c_str());
  return none == 0 && thrown == "Cannot load libnot-here.so." ? 0 : 7;
}
