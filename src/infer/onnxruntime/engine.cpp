// infer/onnxruntime/engine: one session a net, with our own memory for input and output.
#include "infer/onnxruntime/engine.h"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <thread>

#include "base/buffer.h"
#include "base/error.h"
#include "infer/card_shape.h"
#include "infer/onnxruntime/arithmetic.h"
#include "infer/onnxruntime/library.h"
#include "infer/onnxruntime/profile.h"
#include "infer/second_files.h"

namespace segme {
namespace {

using namespace onnxruntime;

constexpr std::string_view kProvider = "ExecutionProvider";

[[noreturn]] void fail(const Model& model, const std::string& what) {
  throw Error(ExitCode::model, "cannot use the model '" + file_or_name(model) + "': " + what);
}

/// What the library says, as one line without its source files.
std::string one_line(const std::exception& error) {
  std::string text = error.what();
  text = text.substr(0, text.find('\n'));
  while (!text.empty() && (text.back() == '.' || text.back() == ' ')) text.pop_back();
  return text;
}

/// "CPU", "CUDA" ...: what the library was built with.
std::vector<std::string> devices(const Library& library) {
  char** names = nullptr;
  int count = 0;
  library.call(AvailableProviders{}, &names, &count);
  std::vector<std::string> found;
  for (int i = 0; i < count; ++i) {
    std::string name = names[i];
    if (name.ends_with(kProvider)) name.resize(name.size() - kProvider.size());
    if (name != "Azure") found.push_back(name);  // somebody else's computer
  }
  library.call(ReleaseAvailableProviders{}, names, count);
  return found;
}

bool same_word(const std::string& a, const std::string& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

/// The device as the library spells it. @throws Error(missing)
std::string find_device(const Library& library, const std::string& wanted) {
  std::string list;
  for (const std::string& one : devices(library)) {
    if (same_word(one, wanted)) return one;
    list += (list.empty() ? "" : ", ") + one;
  }
  throw Error(ExitCode::missing, "cannot run on the device '" + wanted +
                                     "': this ONNX Runtime has none of that name. It has: " + list + ".");
}

template <class Append, class Create, class Release>
void append(const Library& library, Options* options) {
  const auto own = library.own<Release, ProviderOptions>(Create{});
  library.call(Append{}, options, static_cast<const ProviderOptions*>(own.get()));
}

void choose_device(const Library& library, Options* options, const std::string& device) {
  if (device == "CPU") return;
  try {
    if (device == "CUDA") {
      append<AppendCuda, CreateCudaOptions, ReleaseCudaOptions>(library, options);
    } else if (device == "Tensorrt") {
      append<AppendTensorRt, CreateTensorRtOptions, ReleaseTensorRtOptions>(library, options);
    } else {
      library.call(AppendProvider{}, options, device.c_str(), nullptr, nullptr, std::size_t{0});
    }
    // Else the layers that the device cannot run would run on the processor, and nobody would know.
    library.call(SetConfig{}, options, "session.disable_cpu_ep_fallback", "1");
  } catch (const std::exception& error) {
    throw Error(ExitCode::missing, "cannot run on the device '" + device + "': " + one_line(error) + ".");
  }
}

std::vector<std::int64_t> sides_of(const Library& library, const TensorInfo* tensor) {
  std::size_t rank = 0;
  library.call(Rank{}, tensor, &rank);
  std::vector<std::int64_t> sides(rank);
  library.call(Sides{}, tensor, sides.data(), rank);
  return sides;
}

class OnnxruntimeEngine final : public Engine {
 public:
  OnnxruntimeEngine(const Model& model, const EngineOptions& options)
      : library_(Library::get()),
        device_(find_device(library_, options.device)),
        threads_(options.threads > 0 ? options.threads
                                     : static_cast<int>(std::max(1U, std::thread::hardware_concurrency()))) {
    load(model, options);
    try {
      bind(model);
    } catch (const Error&) {
      throw;
    } catch (const std::bad_alloc&) {
      throw;
    } catch (const std::exception& error) {
      fail(model, one_line(error) + ".");
    }
  }

  std::span<float> input() override { return {input_.data(), input_.size()}; }
  void run() override {
    const char* const in = input_name_.c_str();
    const char* const out = output_name_.c_str();
    const Value* const given = input_tensor_.get();
    Value* result = output_tensor_.get();
    try {
      library_.call(Run{}, session_.get(), nullptr, &in, &given, std::size_t{1}, &out, std::size_t{1}, &result);
    } catch (const std::exception& error) {
      throw Error(ExitCode::model, "the net stopped while it ran: " + one_line(error) + ".");
    }
  }
  [[nodiscard]] std::span<const float> output() const override { return {output_.data(), output_.size()}; }
  [[nodiscard]] std::vector<int> output_shape() const override { return output_shape_; }
  [[nodiscard]] bool from_cache() const override { return false; }
  [[nodiscard]] std::string device() const override {
    return "ONNX Runtime " + library_.version() + " " + device_ + ", " + arithmetic_ + ", " + std::to_string(threads_) +
           (threads_ == 1 ? " thread" : " threads");
  }
  std::vector<LayerTimes> layer_times() override {
    return profile_ ? profile_->end(library_, session_.get()) : std::vector<LayerTimes>{};
  }

 private:
  void load(const Model& model, const EngineOptions& options) {
    const auto made = library_.own<ReleaseOptions, Options>(CreateOptions{});
    library_.call(SetLogLevel{}, made.get(), 4);  // what is wrong comes as an error, too
    library_.call(SetThreads{}, made.get(), threads_);
    library_.call(SetThreadsBetween{}, made.get(), 1);
    // x86 without VNNI cuts sums of products of bytes; with this they are exact.
    library_.call(SetConfig{}, made.get(), "session.x64quantprecision", "1");
    choose_device(library_, made.get(), device_);
    if (options.profile) profile_.emplace(library_, made.get());
    WhatRuns what_runs(model);
    if (what_runs.in_doubt()) library_.call(SetOptimizedModelFile{}, made.get(), what_runs.file().c_str());
    const bool beside = !second_files(model).empty();
    try {
      session_ = beside ? library_.own<ReleaseSession, Session>(CreateSession{}, library_.env(), model.path.c_str(),
                                                                static_cast<const Options*>(made.get()))
                        : library_.own<ReleaseSession, Session>(
                              CreateSessionFromArray{}, library_.env(), static_cast<const void*>(model.bytes.data()),
                              model.bytes.size(), static_cast<const Options*>(made.get()));
    } catch (const std::exception& error) {
      fail(model, "ONNX Runtime cannot run it on the device " + device_ + ": " + one_line(error) + ".");
    }
    arithmetic_ = what_runs.arithmetic();
  }

  template <class Name>
  std::string name_of_tensor(std::size_t index) {
    Allocator* memory = nullptr;
    library_.call(DefaultAllocator{}, &memory);
    char* text = nullptr;
    library_.call(Name{}, session_.get(), index, memory, &text);
    std::string name = text;
    library_.call(Free{}, memory, static_cast<void*>(text));
    return name;
  }

  /// @throws Error(model) when the tensor is not of floats
  template <class Type>
  std::vector<std::int64_t> shape(const Model& model, std::size_t index, const std::string& name) {
    const auto type =
        library_.own<ReleaseTypeInfo, TypeInfo>(Type{}, static_cast<const Session*>(session_.get()), index);
    const TensorInfo* tensor = nullptr;
    library_.call(AsTensor{}, static_cast<const TypeInfo*>(type.get()), &tensor);
    int element = 0;
    if (tensor != nullptr) library_.call(ElementType{}, tensor, &element);
    if (element != kFloat) fail(model, "its tensor '" + name + "' holds no floats. Export it with floats outside.");
    return sides_of(library_, tensor);
  }

  /// Gives the session our memory, once.
  void bind(const Model& model) {
    std::size_t inputs = 0;
    std::size_t outputs = 0;
    library_.call(InputCount{}, session_.get(), &inputs);
    library_.call(OutputCount{}, session_.get(), &outputs);
    if (inputs != 1)
      fail(model, "it has " + std::to_string(inputs) + " inputs; only nets with one, a picture, can be run.");
    input_name_ = name_of_tensor<InputName>(0);
    std::vector<std::string> names;
    for (std::size_t i = 0; i < outputs; ++i) names.push_back(name_of_tensor<OutputName>(i));
    const std::size_t chosen = chosen_output(model, names);
    output_name_ = names[chosen];
    const std::vector<std::int64_t> in = input_shape(model, shape<InputType>(model, 0, input_name_));
    shape<OutputType>(model, chosen, output_name_);

    memory_ = library_.own<ReleaseMemoryInfo, MemoryInfo>(CreateCpuMemoryInfo{}, 0, 0);
    input_.resize(tensor_size(model, in));
    std::fill_n(input_.data(), input_.size(), 0.0F);
    input_tensor_ = tensor(input_, in);
    const std::vector<std::int64_t> out = first_run();
    output_.resize(tensor_size(model, out));
    output_tensor_ = tensor(output_, out);
    for (const std::int64_t side : out) output_shape_.push_back(static_cast<int>(side));
  }

  std::shared_ptr<Value> tensor(Buffer<float>& buffer, const std::vector<std::int64_t>& sides) {
    return library_.own<ReleaseValue, Value>(CreateTensor{}, static_cast<const MemoryInfo*>(memory_.get()),
                                             static_cast<void*>(buffer.data()), buffer.size() * sizeof(float),
                                             sides.data(), sides.size(), kFloat);
  }

  /// Runs once without memory for the output, to see its shape: files leave it open.
  std::vector<std::int64_t> first_run() {
    const char* const in = input_name_.c_str();
    const char* const out = output_name_.c_str();
    const Value* const given = input_tensor_.get();
    const auto result = library_.own<ReleaseValue, Value>(Run{}, session_.get(), nullptr, &in, &given, std::size_t{1},
                                                          &out, std::size_t{1});
    const auto info = library_.own<ReleaseTensorInfo, TensorInfo>(ShapeOf{}, static_cast<const Value*>(result.get()));
    return sides_of(library_, info.get());
  }

  const Library& library_;
  std::string device_, arithmetic_;
  int threads_;
  std::optional<OnnxruntimeProfile> profile_;
  std::string input_name_, output_name_;
  Buffer<float> input_, output_;
  std::vector<int> output_shape_;
  std::shared_ptr<Session> session_;
  std::shared_ptr<MemoryInfo> memory_;
  std::shared_ptr<Value> input_tensor_, output_tensor_;
};

}  // namespace

std::unique_ptr<Engine> make_onnxruntime_engine(const Model& model, const EngineOptions& options) {
  Library::get();
  if (std::filesystem::path(model.card.file).extension() != ".onnx") {
    fail(model, "ONNX Runtime reads .onnx files alone. Use the engine openvino, or litert for a .tflite file.");
  }
  if (options.precision != EnginePrecision::fp32) {
    const std::string precision(name_of(options.precision));
    throw Error(ExitCode::usage, "precision",
                "ONNX Runtime computes a net as its file says: give a file in " + precision +
                    " ('segme export' writes one) in place of the precision " + precision + ".");
  }
  return std::make_unique<OnnxruntimeEngine>(model, options);
}

std::vector<std::string> describe_onnxruntime() {
  if (!Library::failure().empty()) return {};
  std::string line = "ONNX Runtime " + Library::get().version() + ":";
  for (const std::string& one : devices(Library::get())) line += " " + one;
  return {line};
}

}  // namespace segme
