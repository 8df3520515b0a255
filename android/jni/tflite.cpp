// android/jni/tflite: see tflite.h.
#include "tflite.h"

#include <dlfcn.h>
#include <tensorflow/lite/core/c/common.h>
#include <tensorflow/lite/delegates/gpu/delegate_options.h>
#include <tensorflow/lite/delegates/nnapi/nnapi_delegate_c_api.h>

#include <chrono>
#include <type_traits>

namespace segme::android {
namespace {

template <class Function>
Function* look_up(void* library, const char* name) {
  return reinterpret_cast<Function*>(dlsym(library, name));
}

void* open_library(const std::string& name) {
  void* const library = dlopen(name.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) throw NetError("Cannot load " + name + ".");
  return library;
}

std::size_t product(const std::vector<int>& shape) {
  std::size_t count = 1;
  for (const int side : shape) count *= static_cast<std::size_t>(side);
  return count;
}

}  // namespace

// The functions that are used, as c_api.h declares them (which includes headers that the archive for Android lacks).
#define SEGME_LITE(of)                                                                                                 \
  of(TfLiteModelCreate, Model*(const void*, std::size_t)) of(TfLiteModelDelete, void(Model*))                          \
      of(TfLiteInterpreterOptionsCreate, Options*()) of(TfLiteInterpreterOptionsDelete, void(Options*))                \
          of(TfLiteInterpreterOptionsSetNumThreads, void(Options*, std::int32_t))                                      \
              of(TfLiteInterpreterOptionsAddDelegate, void(Options*, TfLiteDelegate*))                                 \
                  of(TfLiteInterpreterCreate, Interpreter*(const Model*, const Options*))                              \
                      of(TfLiteInterpreterDelete, void(Interpreter*))                                                  \
                          of(TfLiteInterpreterAllocateTensors, TfLiteStatus(Interpreter*)) of(                         \
                              TfLiteInterpreterInvoke, TfLiteStatus(Interpreter*))                                     \
                              of(TfLiteInterpreterGetInputTensorCount, std::int32_t(const Interpreter*)) of(           \
                                  TfLiteInterpreterGetOutputTensorCount, std::int32_t(const Interpreter*))             \
                                  of(TfLiteInterpreterGetInputTensor, TfLiteTensor*(const Interpreter*, std::int32_t)) \
                                      of(TfLiteInterpreterGetOutputTensor,                                             \
                                         const TfLiteTensor*(const Interpreter*, std::int32_t))                        \
                                          of(TfLiteTensorType, TfLiteType(const TfLiteTensor*))                        \
                                              of(TfLiteTensorNumDims, std::int32_t(const TfLiteTensor*))               \
                                                  of(TfLiteTensorDim, std::int32_t(const TfLiteTensor*, std::int32_t)) \
                                                      of(TfLiteTensorCopyFromBuffer,                                   \
                                                         TfLiteStatus(TfLiteTensor*, const void*, std::size_t))        \
                                                          of(TfLiteTensorCopyToBuffer,                                 \
                                                             TfLiteStatus(const TfLiteTensor*, void*, std::size_t))    \
                                                              of(TfLiteVersion, const char*())

struct Net::Lite {
  struct Model;
  struct Options;
  struct Interpreter;
  void* library;
#define SEGME_MEMBER(name, ...) std::add_pointer_t<__VA_ARGS__> name;
  SEGME_LITE(SEGME_MEMBER)
#undef SEGME_MEMBER

  explicit Lite(const std::string& file) : library(open_library(file)) {
#define SEGME_FIND(name, ...)                  \
  name = look_up<__VA_ARGS__>(library, #name); \
  if (name == nullptr) throw NetError(file + " has no " #name ": it is another version of TensorFlow Lite.");
    SEGME_LITE(SEGME_FIND)
#undef SEGME_FIND
  }
};

Net::Net(const Libraries& libraries, const void* bytes, std::size_t size, Device device, int threads)
    : threads_(threads) {
  static const Lite lite(libraries.lite);  // a library stays loaded: delegates keep threads in it
  lite_ = &lite;
  try {
    model_ = lite.TfLiteModelCreate(bytes, size);
    if (model_ == nullptr) throw NetError("This file is no TFLite net.");
    options_ = lite.TfLiteInterpreterOptionsCreate();
    auto* const options = static_cast<Lite::Options*>(options_);
    lite.TfLiteInterpreterOptionsSetNumThreads(options, threads);
    add_delegate(libraries, device);
    interpreter_ = lite.TfLiteInterpreterCreate(static_cast<Lite::Model*>(model_), options);
    if (interpreter_ == nullptr) throw NetError("TensorFlow Lite cannot run this net on " + device_ + ".");
    if (lite.TfLiteInterpreterAllocateTensors(static_cast<Lite::Interpreter*>(interpreter_)) != kTfLiteOk) {
      throw NetError("TensorFlow Lite has no memory for this net, or cannot run a layer of it.");
    }
    read_shapes();
  } catch (...) {
    end();
    throw;
  }
}

Net::~Net() { end(); }

void Net::end() {
  if (interpreter_ != nullptr) lite_->TfLiteInterpreterDelete(static_cast<Lite::Interpreter*>(interpreter_));
  if (delegate_ != nullptr) end_delegate_(delegate_);
  if (options_ != nullptr) lite_->TfLiteInterpreterOptionsDelete(static_cast<Lite::Options*>(options_));
  if (model_ != nullptr) lite_->TfLiteModelDelete(static_cast<Lite::Model*>(model_));
}

void Net::add_delegate(const Libraries& libraries, Device device) {
  device_ = "CPU, TensorFlow Lite " + std::string(lite_->TfLiteVersion()) + ", " + std::to_string(threads_) +
            (threads_ == 1 ? " thread" : " threads");
  if (device == Device::cpu) return add_xnnpack();
  if (device == Device::gpu) {
    void* const library = open_library(libraries.gpu);
    using Create = TfLiteDelegate*(const TfLiteGpuDelegateOptionsV2*);
    auto* const defaults = look_up<TfLiteGpuDelegateOptionsV2()>(library, "TfLiteGpuDelegateOptionsV2Default");
    auto* const create = look_up<Create>(library, "TfLiteGpuDelegateV2Create");
    end_delegate_ = look_up<void(void*)>(library, "TfLiteGpuDelegateV2Delete");
    if (defaults == nullptr || create == nullptr || end_delegate_ == nullptr) {
      throw NetError(libraries.gpu + " holds no GPU delegate.");
    }
    TfLiteGpuDelegateOptionsV2 options = defaults();
    options.is_precision_loss_allowed = 1;
    options.inference_preference = TFLITE_GPU_INFERENCE_PREFERENCE_SUSTAINED_SPEED;
    delegate_ = create(&options);
    device_ = "GPU delegate";
  } else {
    auto* const defaults = look_up<TfLiteNnapiDelegateOptions()>(lite_->library, "TfLiteNnapiDelegateOptionsDefault");
    auto* const create =
        look_up<TfLiteDelegate*(const TfLiteNnapiDelegateOptions*)>(lite_->library, "TfLiteNnapiDelegateCreate");
    end_delegate_ = look_up<void(void*)>(lite_->library, "TfLiteNnapiDelegateDelete");
    if (defaults == nullptr || create == nullptr || end_delegate_ == nullptr) {
      throw NetError("This build of TensorFlow Lite has no NNAPI.");
    }
    // Without it the delegate is made all the same, takes no layer, and the slow kernels run under its name.
    if (dlopen("libneuralnetworks.so", RTLD_NOW | RTLD_LOCAL) == nullptr) throw NetError("This phone has no NNAPI.");
    TfLiteNnapiDelegateOptions options = defaults();
    options.execution_preference = TfLiteNnapiDelegateOptions::kSustainedSpeed;
    options.disallow_nnapi_cpu = 1;  // its own reference code is far slower than XNNPACK
    delegate_ = create(&options);
    device_ = "NNAPI";
  }
  if (delegate_ == nullptr) throw NetError("This phone has no " + device_ + ".");
  lite_->TfLiteInterpreterOptionsAddDelegate(static_cast<Lite::Options*>(options_),
                                             static_cast<TfLiteDelegate*>(delegate_));
}

/// The library that Android gets does not take XNNPACK by itself where a net is made by the C interface; without it a
/// net of 8 bits takes 30 times as long on some processors. Where the library has none, its own kernels run.
void Net::add_xnnpack() {
  // As the library's header, which the archive for Android lacks: the threads first, what follows differs by version.
  struct XnnpackOptions {
    std::int32_t threads;
    char rest[252];
  };
  auto* const defaults = look_up<XnnpackOptions()>(lite_->library, "TfLiteXNNPackDelegateOptionsDefault");
  auto* const create = look_up<TfLiteDelegate*(const XnnpackOptions*)>(lite_->library, "TfLiteXNNPackDelegateCreate");
  end_delegate_ = look_up<void(void*)>(lite_->library, "TfLiteXNNPackDelegateDelete");
  if (defaults == nullptr || create == nullptr || end_delegate_ == nullptr) return;
  XnnpackOptions options = defaults();
  options.threads = threads_;
  delegate_ = create(&options);
  if (delegate_ == nullptr) return;
  device_ += ", XNNPACK";
  lite_->TfLiteInterpreterOptionsAddDelegate(static_cast<Lite::Options*>(options_),
                                             static_cast<TfLiteDelegate*>(delegate_));
}

void Net::read_shapes() {
  auto* const interpreter = static_cast<Lite::Interpreter*>(interpreter_);
  if (lite_->TfLiteInterpreterGetInputTensorCount(interpreter) != 1 ||
      lite_->TfLiteInterpreterGetOutputTensorCount(interpreter) < 1) {
    throw NetError("This net has not one input and one output.");
  }
  const auto read = [&](const TfLiteTensor* tensor, std::vector<int>& shape) {
    if (lite_->TfLiteTensorType(tensor) != kTfLiteFloat32) {
      throw NetError("This net does not take and give floats. Export it with floats outside (int8-weights may stay).");
    }
    for (int i = 0; i < lite_->TfLiteTensorNumDims(tensor); ++i) {
      shape.push_back(lite_->TfLiteTensorDim(tensor, i));
      if (shape.back() < 1) throw NetError("This net does not say how large its pictures are.");
    }
  };
  read(lite_->TfLiteInterpreterGetInputTensor(interpreter, 0), input_shape_);
  read(lite_->TfLiteInterpreterGetOutputTensor(interpreter, 0), output_shape_);
}

bool Net::run(const float* input, std::size_t inputs, float* output, std::size_t outputs) {
  if (inputs != product(input_shape_) || outputs != product(output_shape_)) return false;
  auto* const interpreter = static_cast<Lite::Interpreter*>(interpreter_);
  const auto start = std::chrono::steady_clock::now();
  const bool done = lite_->TfLiteTensorCopyFromBuffer(lite_->TfLiteInterpreterGetInputTensor(interpreter, 0), input,
                                                      inputs * sizeof(float)) == kTfLiteOk &&
                    lite_->TfLiteInterpreterInvoke(interpreter) == kTfLiteOk &&
                    lite_->TfLiteTensorCopyToBuffer(lite_->TfLiteInterpreterGetOutputTensor(interpreter, 0), output,
                                                    outputs * sizeof(float)) == kTfLiteOk;
  micros_ = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - start).count();
  return done;
}

}  // namespace segme::android
