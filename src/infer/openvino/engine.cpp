// infer/openvino/engine: one OpenVINO CPU model with one stream. The compiled model comes from infer/model_cache where
// it can: importing takes a fifth of compiling. OpenVINO's own cache folder is not used: it imports whatever lies
// there, and a damaged blob ends the process.
#include "infer/openvino/engine.h"

#include <openvino/openvino.hpp>

#include <algorithm>
#include <istream>
#include <map>
#include <optional>
#include <sstream>

#include "base/activity.h"
#include "base/buffer.h"
#include "base/checked_size.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/notice.h"
#include "infer/content_hash.h"
#include "infer/model_cache.h"
#include "infer/openvino/eight_bits.h"
#include "infer/openvino/pairs.h"
#include "infer/openvino/profile.h"
#include "infer/openvino/read_model.h"
#include "infer/second_files.h"

namespace segme {
namespace {

constexpr const char* kProcessor = "CPU";

/// Address space that OpenVINO's libraries, threads and the smallest nets take. With less they end the process, or say
/// that something else is wrong.
constexpr std::size_t kLeastRoom = std::size_t{384} << 20U;

/// One a process, and never destroyed: at exit its plugins would be unloaded under threads that still run.
ov::Core& core() {
  static ov::Core* const made = new ov::Core();
  return *made;
}

/// "2026.4.1" of "2026.4.1-22982-0c6c0e1a2b3".
std::string version() {
  const std::string build = ov::get_openvino_version().buildNumber;
  return build.substr(0, build.find('-'));
}

ov::AnyMap properties_of(const EngineOptions& options) {
  ov::AnyMap made{
      ov::hint::performance_mode(ov::hint::PerformanceMode::LATENCY), ov::num_streams(1),
      ov::hint::inference_precision(options.precision == EnginePrecision::bf16 ? ov::element::bf16 : ov::element::f32)};
  if (options.profile) made.insert(ov::enable_profiling(true));
  if (options.device != kProcessor) return made;
  // Several engines of one thread each (--jobs) would all be pinned to the first core.
  made.insert(ov::hint::enable_cpu_pinning(false));
  if (options.threads > 0) made.insert(ov::inference_num_threads(options.threads));
  return made;
}

/// @throws Error(missing) when this machine has no such device, with those that it has
void check_device(const std::string& device) {
  if (device == kProcessor) return;  // always there; to ask for all loads every plug-in
  std::string list;
  for (const std::string& one : core().get_available_devices()) {
    if (one == device || one.rfind(device + ".", 0) == 0) return;
    list += (list.empty() ? "" : ", ") + one;
  }
  throw Error(ExitCode::missing,
              "cannot run on the device '" + device + "': OpenVINO finds none of that name. It has: " + list + ".");
}

/// Everything that a compiled model depends on. The number of threads is not among it.
std::string cache_key(const Model& model, const EngineOptions& options) {
  const std::string of_bytes = model.bytes.is_built_in() && !model.card.sha256.empty()
                                   ? model.card.sha256  // computed when the program was built
                                   : hex_digits(content_hash({model.bytes.data(), model.bytes.size()}));
  std::string key = "model " + of_bytes + " " + std::to_string(model.bytes.size()) + "\nas " +
                    std::string(name_of(model.card.layout)) + " " + std::to_string(model.card.width) + "x" +
                    std::to_string(model.card.height) + " " + model.card.output + "\nprecision " +
                    std::string(name_of(options.precision)) + "\nkept 3\non " + options.device + "\nopenvino " +
                    ov::get_openvino_version().buildNumber + "\ncpu " +
                    core().get_property(options.device, ov::device::full_name);
  for (const std::string& one : core().get_property(options.device, ov::device::capabilities)) key += " " + one;
  const std::vector<std::filesystem::path> beside = second_files(model);
  if (!beside.empty()) key += "\nbeside " + hex_digits(content_hash_of(beside));
  return key;
}

/// A picture of noise: ranges for 8 bits where only the time counts.
ov::Tensor noise(const ModelCard& card, const ov::Shape& shape) {
  ov::Tensor made(ov::element::f32, shape);
  fill_with_noise(card, {made.data<float>(), made.get_size()});
  return made;
}

/// Imports from memory that stays, where this OpenVINO can (since 2025.3), and so without a copy of the weights.
template <class Core>
ov::CompiledModel import_model(Core& from, std::span<std::uint8_t> bytes, const ov::AnyMap& properties,
                               const std::string& device) {
  if constexpr (requires(const ov::Tensor& blob) { from.import_model(blob, device, properties); }) {
    return from.import_model(ov::Tensor(ov::element::u8, {bytes.size()}, bytes.data()), device, properties);
  } else {
    std::istringstream stream(std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
    return from.import_model(stream, device, properties);
  }
}

/// How many numbers a tensor has. @throws std::bad_alloc when no memory can hold them
std::size_t size_of(const ov::Shape& shape) {
  const std::optional<std::size_t> size = checked_product_of(shape);
  if (!size) throw std::bad_array_new_length();
  return *size;
}

/// What a compiled model really computes in: "int8", "bf16" or "fp32", as most of its convolutions and products do. It
/// takes OpenVINO some milliseconds to say.
std::string arithmetic_of(const ov::CompiledModel& compiled) {
  constexpr std::string_view kHeavy[] = {"Convolution", "Deconvolution", "FullyConnected",
                                         "MatMul",      "RNNCell",       "RNNSeq"};
  std::map<std::string, int> counts;
  for (const std::shared_ptr<ov::Node>& node : compiled.get_runtime_model()->get_ordered_ops()) {
    const ov::RTMap& said = node->get_rt_info();
    const auto kind = said.find("layerType");
    const auto precision = said.find("runtimePrecision");
    if (kind == said.end() || precision == said.end()) continue;
    const auto name = kind->second.as<std::string>();
    if (std::find(std::begin(kHeavy), std::end(kHeavy), name) != std::end(kHeavy))
      ++counts[precision->second.as<std::string>()];
  }
  const int bytes = counts["u8"] + counts["i8"];
  if (bytes > counts["f32"] && bytes > counts["bf16"]) return "int8";
  if (counts["bf16"] > counts["f32"]) return "bf16";
  if (counts["f32"] > 0) return "fp32";
  return compiled.get_property(ov::hint::inference_precision) == ov::element::bf16 ? "bf16" : "fp32";
}

/// Why a net that is in 8 bits does not run so.
constexpr std::string_view kWidened = " in place of int8";

/// A cached model is what OpenVINO exports, then what it computes in, then the length of that.
void append_arithmetic(const std::string& arithmetic, std::string& bytes) {
  bytes += arithmetic;
  bytes += static_cast<char>(arithmetic.size());
}

/// Takes it off again. Empty: it is not there.
std::string take_arithmetic(std::span<std::uint8_t>& bytes) {
  const std::size_t size = bytes.empty() ? 0 : bytes.back();
  if (size >= bytes.size()) return {};
  bytes = bytes.first(bytes.size() - 1);
  const std::string arithmetic(bytes.end() - static_cast<std::ptrdiff_t>(size), bytes.end());
  bytes = bytes.first(bytes.size() - size);
  return arithmetic;
}

class OpenvinoEngine final : public Engine {
 public:
  OpenvinoEngine(const Model& model, const EngineOptions& options) : device_(options.device) {
    check_device(device_);
    const ov::AnyMap properties = properties_of(options);
    std::optional<ModelCache> cache;
    if (options.cache && !options.profile) cache.emplace(cache_key(model, options));
    if (!cache || !import_from(*cache, properties)) compile(model, options, cache ? &*cache : nullptr, properties);
    if (arithmetic_.ends_with(kWidened)) {
      notice("OpenVINO cannot run the 8 bits of the model '" + describe(model) +
             "' on this processor: it runs in floats, which takes longer.");
    }
    bind();
  }

  std::span<float> input() override { return {input_.data(), input_.size()}; }
  void run() override {
    try {
      request_.infer();
      if (profile_) profile_->add(request_);
    } catch (const std::exception& error) {
      throw Error(ExitCode::model, "the net stopped while it ran: " + one_sentence(error) + ".");
    }
  }
  [[nodiscard]] std::span<const float> output() const override { return {output_.data(), output_.size()}; }
  [[nodiscard]] std::vector<int> output_shape() const override { return output_shape_; }
  [[nodiscard]] bool from_cache() const override { return cached_.has_value(); }
  std::vector<LayerTimes> layer_times() override { return profile_ ? profile_->layers() : std::vector<LayerTimes>{}; }
  [[nodiscard]] std::string device() const override {
    const std::string what = "OpenVINO " + version() + " " + device_ + ", " + arithmetic_;
    if (device_ != kProcessor) return what;
    const int threads = compiled_.get_property(ov::inference_num_threads);
    return what + ", " + std::to_string(threads) + (threads == 1 ? " thread" : " threads");
  }

 private:
  bool import_from(const ModelCache& cache, const ov::AnyMap& properties) {
    cached_ = cache.read();
    if (!cached_) return false;
    arithmetic_ = take_arithmetic(cached_->bytes);
    try {
      compiled_ = import_model(core(), cached_->bytes, properties, device_);
      if (compiled_.inputs().size() == 1 && compiled_.outputs().size() == 1) return true;
    } catch (const std::exception&) {  // whole, but not for this machine: compile anew
    }
    compiled_ = {};
    cached_.reset();
    return false;
  }

  void compile(const Model& model, const EngineOptions& options, const ModelCache* cache,
               const ov::AnyMap& properties) {
    const Activity activity("compiling the model " + model.card.name);
    const std::shared_ptr<ov::Model> net = read_openvino_model(core(), model);
    if (options.precision == EnginePrecision::int8)
      round_to_eight_bits(net, {noise(model.card, net->input().get_shape())});
    const bool spared = device_ == kProcessor && adds_products_in_pairs() && spare_pairs(net);
    const LayerCosts costs = options.profile ? layer_costs(*net) : LayerCosts{};
    const bool widened = compile_or_widen(*net, [&] { compiled_ = core().compile_model(net, device_, properties); });
    if (options.profile) profile_.emplace(compiled_, costs);
    arithmetic_ = arithmetic_of(compiled_);
    if (widened || spared) arithmetic_ += kWidened;
    if (cache == nullptr) return;
    std::ostringstream blob;
    try {
      compiled_.export_model(blob);
    } catch (const std::exception&) {  // some nets cannot be exported: they are compiled at every start
      return;
    }
    std::string bytes = std::move(blob).str();
    append_arithmetic(arithmetic_, bytes);
    cache->write({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
  }

  /// Gives the request our memory, once.
  void bind() {
    request_ = compiled_.create_infer_request();
    const ov::Shape in = compiled_.input().get_shape();
    const ov::Shape out = compiled_.output().get_shape();
    input_.resize(size_of(in));
    output_.resize(size_of(out));
    std::fill_n(input_.data(), input_.size(), 0.0F);
    request_.set_input_tensor(ov::Tensor(ov::element::f32, in, input_.data()));
    request_.set_output_tensor(ov::Tensor(ov::element::f32, out, output_.data()));
    for (const std::size_t side : out) output_shape_.push_back(static_cast<int>(side));
  }

  std::string device_, arithmetic_;
  std::optional<OpenvinoProfile> profile_;
  std::optional<CachedModel> cached_;  // compiled_ reads its weights from here
  Buffer<float> input_, output_;
  std::vector<int> output_shape_;
  ov::CompiledModel compiled_;
  ov::InferRequest request_;
};

}  // namespace

std::unique_ptr<Engine> make_openvino_engine(const Model& model, const EngineOptions& options) {
  try {
    if (!has_room(kLeastRoom)) throw std::bad_alloc();
    return std::make_unique<OpenvinoEngine>(model, options);
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception& error) {
    // Near a limit whatever fails is most likely that; OpenVINO has other words for it.
    const bool said = std::string_view(error.what()).find("bad_alloc") != std::string_view::npos;
    if (said || (memory_limit() && !has_room(kLeastRoom))) throw std::bad_alloc();
    if (dynamic_cast<const Error*>(&error) != nullptr) throw;
    throw Error(ExitCode::model, "cannot use the model '" + describe(model) + "': " + one_sentence(error) + ".");
  }
}

std::string cached_arithmetic_of_openvino(const Model& model, const EngineOptions& options) {
  if (!has_room(kLeastRoom)) return "";
  try {
    std::optional<CachedModel> cached = ModelCache(cache_key(model, options)).read();
    return cached ? take_arithmetic(cached->bytes) : "";
  } catch (const std::exception&) {  // it will be said when the model is used
    return "";
  }
}

std::vector<std::string> describe_openvino() {
  if (!has_room(kLeastRoom)) return {"OpenVINO " + version() + ": " + memory_sentence()};
  try {
    std::string line =
        "OpenVINO " + version() + " CPU: " + core().get_property(kProcessor, ov::device::full_name) + " (";
    bool first = true;
    for (const std::string& one : core().get_property(kProcessor, ov::device::capabilities)) {
      line += (first ? "" : ", ") + one;
      first = false;
    }
    return {line + ")"};
  } catch (const std::exception& error) {
    return {"OpenVINO " + version() + ": its CPU device does not start: " + one_sentence(error)};
  }
}

}  // namespace segme
