// android/jni/core: what app.segme.net.Core declares as native: nets (TensorFlow Lite behind a segmenter of segme.h),
// the models of refine/guided that a shader applies, and pipelines. Pixels come and go in direct buffers of the app's;
// nothing is allocated for a frame. What fails is thrown as app.segme.net.CoreException with one sentence.
#include <jni.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include "capi/segme.h"
#include "refine/guided.h"
#include "tflite.h"

namespace segme::android {
namespace {

/// As the desktop's levels for frames that have to keep up: src/session/levels.
Guided::Options guided_options() {
  Guided::Options options;
  options.size = 320;
  return options;
}

struct NetHandle {
  std::unique_ptr<Net> net;
  segme_segmenter* segmenter = nullptr;
  segme_pipeline* refining = nullptr;  // stray blobs and holes of the net's matte
  std::vector<unsigned char> bytes;    // of the matte, which process() has to write somewhere
  segme_segmenter* finer = nullptr;    // makes the net's input where it comes in a finer picture
  const segme_image* fine = nullptr;   // that picture, while the net runs
  std::vector<std::uint32_t> blank;    // in place of the picture that the pipeline need not see then
  Guided guided{guided_options()};
  Image reduced;
  Matte kept;  // the matte without what is below the threshold
  NetHandle() = default;
  NetHandle(const NetHandle&) = delete;
  NetHandle& operator=(const NetHandle&) = delete;
  ~NetHandle() {
    segme_pipeline_free(refining);
    segme_segmenter_free(finer);
    segme_segmenter_free(segmenter);
  }
};

/// A pipeline; `matte` is the matte of the next frame where no net of its own finds it.
struct PipelineHandle {
  segme_segmenter* segmenter = nullptr;
  segme_pipeline* pipeline = nullptr;
  const float* matte = nullptr;
  std::size_t size = 0;
  PipelineHandle() = default;
  PipelineHandle(const PipelineHandle&) = delete;
  PipelineHandle& operator=(const PipelineHandle&) = delete;
  ~PipelineHandle() {
    segme_pipeline_free(pipeline);
    segme_segmenter_free(segmenter);
  }
};

void throw_java(JNIEnv* env, const std::string& text) {
  if (env->ExceptionCheck() != 0) return;
  const jclass type = env->FindClass("app/segme/net/CoreException");
  if (type != nullptr) env->ThrowNew(type, text.c_str());
}

/// Throws what a function of segme.h said.
void throw_segme(JNIEnv* env, segme_error* error) {
  throw_java(env, segme_error_text(error));
  segme_error_free(error);
}

std::string text_of(JNIEnv* env, jstring text) {
  const char* const bytes = env->GetStringUTFChars(text, nullptr);
  if (bytes == nullptr) return {};
  std::string copy(bytes);
  env->ReleaseStringUTFChars(text, bytes);
  return copy;
}

/// A direct buffer's bytes, or null with an exception where there are fewer than `least`.
void* bytes_of(JNIEnv* env, jobject buffer, jlong least) {
  void* const bytes = buffer == nullptr ? nullptr : env->GetDirectBufferAddress(buffer);
  if (bytes == nullptr || env->GetDirectBufferCapacity(buffer) < least) {
    throw_java(env, "A buffer of the app is too small for its picture. Please report this.");
    return nullptr;
  }
  return bytes;
}

segme_image view_of(void* bytes, int width, int height, int format, int bytes_per_pixel) {
  segme_image image = {};
  image.data[0] = bytes;
  image.stride[0] = static_cast<ptrdiff_t>(width) * bytes_per_pixel;
  image.width = width;
  image.height = height;
  image.format = format;
  return image;
}

int run_net(void* user, const float* input, size_t inputs, float* output, size_t outputs) {
  auto& handle = *static_cast<NetHandle*>(user);
  if (handle.fine != nullptr) {
    std::size_t count = 0;
    input = segme_segmenter_prepare(handle.finer, handle.fine, &count, nullptr);
    if (input == nullptr || count != inputs) return 0;
  }
  return handle.net->run(input, inputs, output, outputs) ? 1 : 0;
}

int give_matte(void* user, const segme_image*, float* matte) {
  const auto& handle = *static_cast<const PipelineHandle*>(user);
  if (handle.matte == nullptr) return 0;
  std::memcpy(matte, handle.matte, handle.size * sizeof(float));
  return 1;
}

void drop_alpha(const std::uint8_t* rgba, std::size_t pixels, std::uint8_t* rgb) {
  for (std::size_t i = 0; i < pixels; ++i) {
    for (std::size_t c = 0; c < 3; ++c) rgb[3 * i + c] = rgba[4 * i + c];
  }
}

NetHandle* net_of(jlong handle) { return reinterpret_cast<NetHandle*>(handle); }
PipelineHandle* pipeline_of(jlong handle) { return reinterpret_cast<PipelineHandle*>(handle); }

/// The output's height and width, from its shape: [1,h,w,c], [1,c,h,w], or 0 x 0 where it is flat or packed.
void output_sides(const std::vector<int>& shape, int& width, int& height) {
  width = height = 0;
  if (shape.size() != 4) return;
  const bool planes = shape[1] < shape[2] && shape[1] < shape[3] && shape[3] > 4;
  height = planes ? shape[2] : shape[1];
  width = planes ? shape[3] : shape[2];
}

}  // namespace
}  // namespace segme::android

using namespace segme::android;  // NOLINT(google-build-using-namespace): the functions below have the names Java looks
                                 // for

extern "C" {

// NOLINTBEGIN(readability-identifier-naming): Java looks for these names

JNIEXPORT jlong JNICALL Java_app_segme_net_Core_netOpen(JNIEnv* env, jclass, jobject model, jstring card, jint device,
                                                        jint threads, jstring lite, jstring gpu) {
  void* const bytes = bytes_of(env, model, 1);
  if (bytes == nullptr) return 0;
  try {
    auto handle = std::make_unique<NetHandle>();
    handle->net = std::make_unique<Net>(Libraries{text_of(env, lite), text_of(env, gpu)}, bytes,
                                        static_cast<std::size_t>(env->GetDirectBufferCapacity(model)),
                                        static_cast<Device>(device), threads);
    const std::string described = text_of(env, card);
    int width = 0, height = 0;
    if (described.find("\"packed\"") == std::string::npos) output_sides(handle->net->output_shape(), width, height);
    segme_error* error = nullptr;
    handle->segmenter = segme_segmenter_from_engine(described.c_str(), width, height, run_net, handle.get(), &error);
    // A net that sees its own last matte needs the one segmenter that remembers it.
    if (handle->segmenter != nullptr && described.find("\"previous_matte\"") == std::string::npos) {
      handle->finer = segme_segmenter_from_engine(described.c_str(), width, height, run_net, handle.get(), &error);
    }
    if (handle->segmenter != nullptr) {
      handle->refining = segme_pipeline_new_with(handle->segmenter, "{\"refine\": \"largest_person\"}", &error);
    }
    if (handle->refining == nullptr) {
      throw_segme(env, error);
      return 0;
    }
    return reinterpret_cast<jlong>(handle.release());
  } catch (const std::exception& problem) {
    throw_java(env, problem.what());
    return 0;
  }
}

JNIEXPORT void JNICALL Java_app_segme_net_Core_netClose(JNIEnv*, jclass, jlong net) { delete net_of(net); }

JNIEXPORT jstring JNICALL Java_app_segme_net_Core_netDevice(JNIEnv* env, jclass, jlong net) {
  return env->NewStringUTF(net_of(net)->net->device().c_str());
}

JNIEXPORT jlong JNICALL Java_app_segme_net_Core_netMicros(JNIEnv*, jclass, jlong net) {
  return net_of(net)->net->micros();
}

JNIEXPORT void JNICALL Java_app_segme_net_Core_netRun(JNIEnv* env, jclass, jlong net, jobject rgba, jint picture_width,
                                                      jint picture_height, jobject matte, jint width, jint height) {
  const jlong pixels = static_cast<jlong>(width) * height;
  void* const from = bytes_of(env, rgba, 4 * static_cast<jlong>(picture_width) * picture_height);
  void* const to = from == nullptr ? nullptr : bytes_of(env, matte, 4 * pixels);
  if (to == nullptr) return;
  NetHandle& handle = *net_of(net);
  handle.bytes.resize(static_cast<std::size_t>(pixels));
  segme_image in = view_of(from, picture_width, picture_height, SEGME_RGBA8, 4);
  const segme_image fine = in;
  if (picture_width != width || picture_height != height) {
    if (handle.finer == nullptr) return throw_java(env, "A picture of the app has a wrong size. Please report this.");
    handle.blank.resize(handle.bytes.size(), 0xFFFFFFFF);
    in = view_of(handle.blank.data(), width, height, SEGME_RGBA8, 4);
    handle.fine = &fine;
  }
  const segme_image grey = view_of(handle.bytes.data(), width, height, SEGME_GREY8, 1);
  const segme_image out = view_of(to, width, height, SEGME_GREY_F32, 4);
  segme_error* error = nullptr;
  if (segme_pipeline_process(handle.refining, &in, &grey, &error) != 1 ||
      segme_pipeline_matte(handle.refining, &out, &error) != 1) {
    throw_segme(env, error);
  }
  handle.fine = nullptr;
}

JNIEXPORT void JNICALL Java_app_segme_net_Core_netFit(JNIEnv* env, jclass, jlong net, jobject matte, jint width,
                                                      jint height, jfloat threshold, jobject reduced, jint frame_width,
                                                      jint frame_height, jobject models) {
  NetHandle& handle = *net_of(net);
  const segme::Guided::Grid grid = handle.guided.grid(frame_width, frame_height);
  const jlong pixels = static_cast<jlong>(grid.work_width) * grid.work_height;
  const jlong cells = static_cast<jlong>(grid.cells) * grid.cell_rows;
  const void* const values = bytes_of(env, matte, 4 * static_cast<jlong>(width) * height);
  const void* const rgba = values == nullptr ? nullptr : bytes_of(env, reduced, 4 * pixels);
  void* const out = rgba == nullptr ? nullptr : bytes_of(env, models, 4 * cells * segme::kCoefficients);
  if (out == nullptr) return;
  try {
    handle.reduced.resize(grid.work_width, grid.work_height, 3);
    drop_alpha(static_cast<const std::uint8_t*>(rgba), static_cast<std::size_t>(pixels), handle.reduced.data());
    handle.kept.resize(width, height);
    const auto* const sure = static_cast<const float*>(values);
    std::transform(sure, sure + handle.kept.size(), handle.kept.data(),
                   [threshold](float value) { return value < threshold ? 0.0F : value; });
    handle.guided.fit(handle.reduced, grid, handle.kept, static_cast<float*>(out));
  } catch (const std::exception& problem) {
    throw_java(env, problem.what());
  }
}

JNIEXPORT jlong JNICALL Java_app_segme_net_Core_pipelineOpen(JNIEnv* env, jclass, jlong net, jint width, jint height,
                                                             jstring recipe) {
  auto handle = std::make_unique<PipelineHandle>();
  segme_error* error = nullptr;
  handle->size = static_cast<std::size_t>(width) * static_cast<std::size_t>(height);
  segme_segmenter* segmenter = net == 0 ? nullptr : net_of(net)->segmenter;
  if (net == 0) {
    segmenter = handle->segmenter = segme_segmenter_from_callback(width, height, give_matte, handle.get(), &error);
  }
  if (segmenter != nullptr) {
    handle->pipeline = segme_pipeline_new_with(segmenter, text_of(env, recipe).c_str(), &error);
  }
  if (handle->pipeline == nullptr) {
    throw_segme(env, error);
    return 0;
  }
  return reinterpret_cast<jlong>(handle.release());
}

JNIEXPORT void JNICALL Java_app_segme_net_Core_pipelineClose(JNIEnv*, jclass, jlong pipeline) {
  delete pipeline_of(pipeline);
}

JNIEXPORT void JNICALL Java_app_segme_net_Core_pipelineSet(JNIEnv* env, jclass, jlong pipeline, jstring key,
                                                           jstring value) {
  segme_error* error = nullptr;
  if (segme_pipeline_set(pipeline_of(pipeline)->pipeline, text_of(env, key).c_str(), text_of(env, value).c_str(),
                         &error) != 1) {
    throw_segme(env, error);
  }
}

JNIEXPORT void JNICALL Java_app_segme_net_Core_pipelineBackground(JNIEnv* env, jclass, jlong pipeline, jobject rgba,
                                                                  jint width, jint height) {
  void* const bytes = bytes_of(env, rgba, static_cast<jlong>(width) * height * 4);
  if (bytes == nullptr) return;
  const segme_image picture = view_of(bytes, width, height, SEGME_RGBA8, 4);
  segme_error* error = nullptr;
  if (segme_pipeline_set_background(pipeline_of(pipeline)->pipeline, &picture, &error) != 1) throw_segme(env, error);
}

JNIEXPORT void JNICALL Java_app_segme_net_Core_pipelineRun(JNIEnv* env, jclass, jlong pipeline, jobject rgba,
                                                           jint width, jint height, jobject matte, jobject picture) {
  PipelineHandle& handle = *pipeline_of(pipeline);
  const jlong pixels = static_cast<jlong>(width) * height;
  void* const from = bytes_of(env, rgba, 4 * pixels);
  void* const to = from == nullptr ? nullptr : bytes_of(env, picture, 4 * pixels);
  if (to == nullptr) return;
  if (handle.segmenter != nullptr) {
    handle.matte = static_cast<const float*>(bytes_of(env, matte, static_cast<jlong>(4 * handle.size)));
    if (handle.matte == nullptr) return;
  }
  const segme_image in = view_of(from, width, height, SEGME_RGBA8, 4);
  const segme_image out = view_of(to, width, height, SEGME_RGBA8, 4);
  segme_error* error = nullptr;
  if (segme_pipeline_process(handle.pipeline, &in, &out, &error) != 1) throw_segme(env, error);
}

JNIEXPORT void JNICALL Java_app_segme_net_Core_pipelineMatte(JNIEnv* env, jclass, jlong pipeline, jobject matte,
                                                             jint width, jint height) {
  void* const bytes = bytes_of(env, matte, static_cast<jlong>(width) * height * 4);
  if (bytes == nullptr) return;
  const segme_image out = view_of(bytes, width, height, SEGME_GREY_F32, 4);
  segme_error* error = nullptr;
  if (segme_pipeline_matte(pipeline_of(pipeline)->pipeline, &out, &error) != 1) throw_segme(env, error);
}

JNIEXPORT jstring JNICALL Java_app_segme_net_Core_version(JNIEnv* env, jclass) {
  return env->NewStringUTF(segme_version());
}

// NOLINTEND(readability-identifier-naming)

}  // extern "C"
