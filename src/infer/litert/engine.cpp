// infer/litert/engine: one compiled model a net. Floats outside: of a net whose tensors are bytes they are rounded on
// the way in and unrounded on the way out.
#include "infer/litert/engine.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <thread>

#include "base/buffer.h"
#include "base/error.h"
#include "infer/card_shape.h"
#include "infer/litert/library.h"

namespace segme {
namespace {

using namespace litert;

[[noreturn]] void fail(const Model& model, const std::string& what) {
  throw Error(ExitCode::model, "cannot use the model '" + file_or_name(model) + "': " + what);
}

/// A handle with what destroys it.
class Owned {
 public:
  Owned() = default;
  Owned(const Owned&) = delete;
  Owned& operator=(const Owned&) = delete;
  ~Owned() {
    if (handle_ != nullptr) destroy_(handle_);
  }
  Handle* made_by(void (*destroy)(Handle)) {
    destroy_ = destroy;
    return &handle_;
  }
  [[nodiscard]] Handle get() const noexcept { return handle_; }

 private:
  Handle handle_ = nullptr;
  void (*destroy_)(Handle) = nullptr;
};

/// One end of the net: our floats, and the library's memory of whatever kind of number.
struct End {
  std::string name;
  TensorType type;
  Rounding rounding;
  std::vector<std::int64_t> sides;
  Buffer<float> floats;
  Owned buffer;
};

std::size_t bytes_each(int element) { return element == kFloat ? sizeof(float) : 1; }

/// Rounds half away from zero and cuts at the ends, as quantised nets are meant.
template <class Byte>
void round_into(const Buffer<float>& from, const Rounding& rounding, Byte* to) {
  constexpr float kLeast = std::numeric_limits<Byte>::min();
  constexpr float kMost = std::numeric_limits<Byte>::max();
  for (std::size_t i = 0; i < from.size(); ++i) {
    const float number = std::round(from.data()[i] / rounding.scale) + static_cast<float>(rounding.zero);
    to[i] = static_cast<Byte>(std::clamp(number, kLeast, kMost));
  }
}

template <class Byte>
void unround_from(const Byte* from, const Rounding& rounding, Buffer<float>& to) {
  for (std::size_t i = 0; i < to.size(); ++i)
    to.data()[i] = rounding.scale * static_cast<float>(from[i] - rounding.zero);
}

class LitertEngine final : public Engine {
 public:
  LitertEngine(const Model& model, const EngineOptions& options)
      : library_(Library::get()),
        bytes_(model.bytes),
        threads_(options.threads > 0 ? options.threads
                                     : static_cast<int>(std::max(1U, std::thread::hardware_concurrency()))),
        on_gpu_(options.device != "CPU") {
    load(model);
    find_ends(model);
    compile(model);
    make_buffer(model, in_);
    make_buffer(model, out_);
    std::fill_n(in_.floats.data(), in_.floats.size(), 0.0F);
    for (const std::int64_t side : out_.sides) output_shape_.push_back(static_cast<int>(side));
  }

  std::span<float> input() override { return {in_.floats.data(), in_.floats.size()}; }
  void run() override {
    constexpr int kRead = 0;
    constexpr int kWrite = 1;
    void* memory = nullptr;
    check(library_.call.lock(in_.buffer.get(), &memory, kWrite));
    write(memory);
    check(library_.call.unlock(in_.buffer.get()));
    Handle in = in_.buffer.get();
    Handle out = out_.buffer.get();
    check(library_.call.run(compiled_.get(), 0, 1, &in, 1, &out));
    check(library_.call.lock(out, &memory, kRead));
    read(memory);
    check(library_.call.unlock(out));
  }
  [[nodiscard]] std::span<const float> output() const override { return {out_.floats.data(), out_.floats.size()}; }
  [[nodiscard]] std::vector<int> output_shape() const override { return output_shape_; }
  [[nodiscard]] bool from_cache() const override { return false; }
  [[nodiscard]] std::string device() const override {
    // It has no call that tells its version, nor in what the layers inside compute; the numbers outside are known.
    return std::string("LiteRT ") + (on_gpu_ ? "GPU" : "CPU") + ", " + (in_.type.element == kFloat ? "fp32" : "int8") +
           " tensors, " + std::to_string(threads_) + (threads_ == 1 ? " thread" : " threads");
  }

 private:
  static void check(int status) {
    if (status != 0)
      throw Error(ExitCode::model, "the net stopped while it ran: LiteRT gives status " + std::to_string(status) + ".");
  }

  void load(const Model& model) {
    const int status = library_.call.create_model(library_.environment, bytes_.data(), bytes_.size(),
                                                  model_.made_by(library_.call.destroy_model));
    if (status != 0 || model_.get() == nullptr) fail(model, "it is broken, or no TFLite file. Copy it again.");
  }

  void find_ends(const Model& model) {
    Handle signature = nullptr;
    std::size_t inputs = 0;
    std::size_t outputs = 0;
    if (library_.call.signature(model_.get(), 0, &signature) != 0 ||
        library_.call.count_inputs(signature, &inputs) != 0 || library_.call.count_outputs(signature, &outputs) != 0)
      fail(model, "LiteRT finds neither inputs nor outputs in it.");
    if (inputs != 1)
      fail(model, "it has " + std::to_string(inputs) + " inputs; only nets with one, a picture, can be run.");
    if (outputs != 1)
      fail(model, "it has " + std::to_string(outputs) + " outputs; with litert only nets with one can be run.");
    Handle tensor = nullptr;
    library_.call.input(signature, 0, &tensor);
    look_at(model, tensor, in_);
    library_.call.output(signature, 0, &tensor);
    look_at(model, tensor, out_);
    input_shape(model, in_.sides);
    if (!model.card.output.empty() && model.card.output != out_.name) chosen_output(model, {out_.name});
  }

  void look_at(const Model& model, Handle tensor, End& end) {
    const char* name = nullptr;
    if (library_.call.tensor_type(tensor, &end.type) != 0) fail(model, "a tensor at its end has no fixed shape.");
    if (library_.call.tensor_name(tensor, &name) == 0 && name != nullptr) end.name = name;
    const int element = end.type.element;
    if (element != kFloat && element != kUint8 && element != kInt8)
      fail(model, "its tensor '" + end.name + "' holds neither floats nor bytes.");
    if (element != kFloat && (library_.call.rounding(tensor, &end.rounding) != 0 || !(end.rounding.scale > 0)))
      fail(model, "its tensor '" + end.name + "' is of bytes, and no scale says what they mean.");
    for (unsigned i = 0; i < end.type.rank && i < kMostSides; ++i) end.sides.push_back(end.type.sides[i]);
  }

  void compile(const Model& model) {
    Owned options;
    Handle own = nullptr;
    library_.call.create_options(options.made_by(library_.call.destroy_options));
    library_.call.set_accelerators(options.get(), on_gpu_ ? kOnGpu : kOnProcessor);
    const std::string text = "num_threads = " + std::to_string(threads_) + "\n";
    if (library_.call.create_own_options("xnnpack", ::strdup(text.c_str()), std::free, &own) == 0)
      library_.call.add_own_options(options.get(), own);
    const int status = library_.call.compile(library_.environment, model_.get(), options.get(),
                                             compiled_.made_by(library_.call.destroy_compiled));
    const char* device = on_gpu_ ? "GPU" : "CPU";
    if (status != 0 || compiled_.get() == nullptr) {
      if (on_gpu_) {
        throw Error(ExitCode::missing, std::string("cannot run on the device 'GPU': this LiteRT finds none (status ") +
                                           std::to_string(status) + "). It has: CPU.");
      }
      fail(model, std::string("LiteRT cannot run it on the device ") + device + " (status " + std::to_string(status) +
                      "): a layer is unknown to it. Use the engine openvino, which says which.");
    }
    bool all = true;
    if (on_gpu_ && (library_.call.fully_accelerated(compiled_.get(), &all) != 0 || !all))
      fail(model, "LiteRT would run some of its layers on the processor, not on the GPU. Use the device CPU.");
  }

  void make_buffer(const Model& model, End& end) {
    end.floats.resize(tensor_size(model, end.sides));
    const std::size_t bytes = end.floats.size() * bytes_each(end.type.element);
    if (library_.call.create_buffer(library_.environment, kHostMemory, &end.type, bytes,
                                    end.buffer.made_by(library_.call.destroy_buffer)) != 0)
      throw std::bad_alloc();
  }

  void write(void* memory) const {
    if (in_.type.element == kFloat) {
      std::memcpy(memory, in_.floats.data(), in_.floats.size() * sizeof(float));
    } else if (in_.type.element == kInt8) {
      round_into(in_.floats, in_.rounding, static_cast<std::int8_t*>(memory));
    } else {
      round_into(in_.floats, in_.rounding, static_cast<std::uint8_t*>(memory));
    }
  }

  void read(const void* memory) {
    if (out_.type.element == kFloat) {
      std::memcpy(out_.floats.data(), memory, out_.floats.size() * sizeof(float));
    } else if (out_.type.element == kInt8) {
      unround_from(static_cast<const std::int8_t*>(memory), out_.rounding, out_.floats);
    } else {
      unround_from(static_cast<const std::uint8_t*>(memory), out_.rounding, out_.floats);
    }
  }

  const Library& library_;
  ModelBytes bytes_;  // the library reads weights from here
  int threads_;
  bool on_gpu_;
  Owned model_, compiled_;
  End in_, out_;
  std::vector<int> output_shape_;
};

}  // namespace

std::unique_ptr<Engine> make_litert_engine(const Model& model, const EngineOptions& options) {
  Library::get();
  if (options.device != "CPU" && options.device != "GPU")
    throw Error(ExitCode::missing,
                "cannot run on the device '" + options.device + "': LiteRT has none of that name. It has: CPU.");
  if (std::filesystem::path(model.card.file).extension() != ".tflite")
    fail(model,
         "LiteRT reads .tflite files alone, and none is beside it. Use the engine openvino or onnxruntime, or "
         "'segme export' to write one.");
  if (options.precision != EnginePrecision::fp32) {
    const std::string precision(name_of(options.precision));
    throw Error(ExitCode::usage, "precision",
                "LiteRT computes a net as its file says: give a file in " + precision +
                    " ('segme export' writes one) in place of the precision " + precision + ".");
  }
  return std::make_unique<LitertEngine>(model, options);
}

std::vector<std::string> describe_litert() {
  if (!Library::failure().empty()) return {};
  return {"LiteRT: CPU"};
}

}  // namespace segme
