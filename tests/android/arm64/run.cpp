// tests/android/arm64: calls libsegme_android.so as the phone's Java would, with a JNI environment of a dozen
// functions. Built twice: for arm64 under emulation it writes the pictures it draws, for this machine it holds its own
// against them, with each set of instructions that this processor has. A wrong recipe has to come back as an exception
// with its sentence, the same in both. usage: run LIBRARY write|compare PICTURES
#include <dlfcn.h>
#include <jni.h>
#if defined(__x86_64__)
#include <hwy/targets.h>
#endif

#include <algorithm>
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

constexpr int kWidth = 320, kHeight = 240, kSide = 64;
constexpr const char* kChains[] = {"alpha",  "alpha,harmonise,sepia", "colour_transfer", "alpha,light_wrap,emboss",
                                   "curves", "seamless_clone"};
// A product that is added goes through one rounding where the processor can, through two elsewhere: a byte may end on
// the other side of a half. Sepia and emboss add several bytes.
constexpr int kMostOff = 4;
constexpr double kMostOffOnAverage = 0.005;

/// A grey person, whose a and b of Lab are 0 but for the last bit, before a coloured room.
std::vector<std::uint8_t> draw_frame() {
  std::vector<std::uint8_t> frame(4 * kWidth * kHeight);
  std::uint32_t noise = 1;
  for (int i = 0; i < kWidth * kHeight; ++i) {
    noise = noise * 1664525U + 1013904223U;
    const int x = i % kWidth, y = i / kWidth;
    const bool inside = (x - 160) * (x - 160) + (y - 130) * (y - 130) < 70 * 70;
    for (int c = 0; c < 3; ++c)
      frame[4 * i + c] = static_cast<std::uint8_t>((inside ? 170 : 60 + 20 * c) + (noise >> 28));
    frame[4 * i + 3] = 255;
  }
  return frame;
}

std::vector<float> draw_matte() {
  std::vector<float> matte(kSide * kSide);
  for (int i = 0; i < kSide * kSide; ++i) {
    const int x = i % kSide - 32, y = i / kSide - 34;
    matte[i] = x * x + y * y * 4 / 3 < 17 * 17 ? 0.95F : 0.03F;
  }
  return matte;
}

struct Core {
  JNIEnv* env;
  jlong (*open)(JNIEnv*, jclass, jlong, jint, jint, jstring);
  void (*run)(JNIEnv*, jclass, jlong, jobject, jint, jint, jobject, jobject);
  void (*close)(JNIEnv*, jclass, jlong);

  /// Empty where the core refuses the chain, with what it said printed.
  [[nodiscard]] std::vector<std::uint8_t> drawn(const char* chain) const {
    std::vector<std::uint8_t> frame = draw_frame();
    std::vector<float> matte = draw_matte();
    std::vector<std::uint8_t> picture(frame.size());
    Buffer in = {frame.data(), static_cast<jlong>(frame.size())};
    Buffer out = {picture.data(), static_cast<jlong>(picture.size())};
    Buffer given = {matte.data(), static_cast<jlong>(matte.size() * sizeof(float))};
    const std::string recipe =
        std::string("{\"refine\": \"threshold:at=0.2,guided\", \"background\": \"blur\", \"render\": \"") + chain +
        "\"}";
    const jlong pipeline = open(env, nullptr, 0, kSide, kSide, text(recipe.c_str()));
    if (pipeline != 0) run(env, nullptr, pipeline, object(in), kWidth, kHeight, object(given), object(out));
    close(env, nullptr, pipeline);
    if (thrown.empty()) return picture;
    std::printf("%s: %s\n", chain, thrown.c_str());
    return {};
  }
};

bool write(const Core& core, const char* path) {
  std::FILE* const file = std::fopen(path, "wb");
  if (file == nullptr) return false;
  bool whole = true;
  for (const char* chain : kChains) {
    const std::vector<std::uint8_t> picture = core.drawn(chain);
    whole = whole && !picture.empty() && std::fwrite(picture.data(), 1, picture.size(), file) == picture.size();
  }
  return std::fclose(file) == 0 && whole;
}

bool compare(const Core& core, const char* path, const char* with) {
  std::FILE* const file = std::fopen(path, "rb");
  if (file == nullptr) return false;
  bool alike = true;
  for (const char* chain : kChains) {
    const std::vector<std::uint8_t> picture = core.drawn(chain);
    std::vector<std::uint8_t> other(picture.size());
    if (picture.empty() || std::fread(other.data(), 1, other.size(), file) != other.size()) {
      std::fclose(file);
      return false;
    }
    int most = 0, differ = 0;
    long sum = 0;
    for (std::size_t i = 0; i < picture.size(); ++i) {
      const int off = std::abs(picture[i] - other[i]);
      most = std::max(most, off);
      differ += off == 0 ? 0 : 1;
      sum += off;
    }
    const double average = static_cast<double>(sum) / static_cast<double>(picture.size());
    std::fprintf(stderr, "%s, %s: %d of %zu bytes differ, by %d at most, by %.5f on average\n", with, chain, differ,
                 picture.size(), most, average);
    alike = alike && most <= kMostOff && average <= kMostOffOnAverage;
  }
  std::fclose(file);
  return alike;
}

/// Once with each set of instructions: the desktop's library chooses one as it runs.
bool compare_all(const Core& core, void* library, const char* path) {
#if defined(__x86_64__)
  auto* const supported = reinterpret_cast<std::int64_t (*)()>(dlsym(library, "_ZN3hwy16SupportedTargetsEv"));
  auto* const choose =
      reinterpret_cast<void (*)(std::int64_t)>(dlsym(library, "_ZN3hwy26SetSupportedTargetsForTestEl"));
  if (supported != nullptr && choose != nullptr) {
    bool alike = true;
    int count = 0;
    for (std::int64_t left = supported() & HWY_TARGETS; left != 0; left &= left - 1, ++count) {
      const std::int64_t target = left & -left;
      choose(target);
      alike = compare(core, path, hwy::TargetName(target)) && alike;
      choose(0);
    }
    return alike && count > 0;
  }
#else
  (void)library;
#endif
  return compare(core, path, "one set of instructions");
}

}  // namespace

int main(int count, char** words) {
  if (count != 4) return 2;
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

  const Core core = {&env, open, run, close};
  const bool writes = std::string(words[2]) == "write";
  if (!(writes ? write(core, words[3]) : compare_all(core, library, words[3]))) return 5;
  open(&env, nullptr, 0, kSide, kSide, text("{\"render\": \"sparkle\"}"));
  std::printf("wrong recipe: %s\n", thrown.substr(0, thrown.find(" There")).c_str());
  if (thrown.find("sparkle") == std::string::npos) return 6;
  std::vector<float> matte = draw_matte();
  Buffer few = {matte.data(), 8};
  const jlong none = net(&env, nullptr, object(few), text("{}"), 0, 1, text("libnot-here.so"), text("libnot-here.so"));
  std::printf("no library: %s\n", thrown.c_str());
  return none == 0 && thrown == "Cannot load libnot-here.so." ? 0 : 7;
}
