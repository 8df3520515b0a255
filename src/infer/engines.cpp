// infer/engines: the table of engines, best first. The one place that knows which were built in.
#include <algorithm>
#include <filesystem>
#include <initializer_list>
#include <random>

#include "base/activity.h"
#include "base/error.h"
#include "infer/engine.h"
#include "infer/litert/engine.h"
#include "infer/onnxruntime/engine.h"
#include "infer/openvino/engine.h"

namespace segme {
namespace {

struct EngineKind {
  const char* name;
  std::unique_ptr<Engine> (*make)(const Model& model, const EngineOptions& options);
  std::string (*cached_arithmetic)(const Model& model, const EngineOptions& options);
  std::vector<std::string> (*describe)();
};

/// None in a build without engines.
const std::vector<EngineKind>& engines() {
  static const std::vector<EngineKind> all = [] {
    std::vector<EngineKind> made;
#if defined(SEGME_HAS_OPENVINO)
    made.push_back({"openvino", make_openvino_engine, cached_arithmetic_of_openvino, describe_openvino});
#endif
#if defined(SEGME_HAS_ONNXRUNTIME)
    made.push_back({"onnxruntime", make_onnxruntime_engine, nullptr, describe_onnxruntime});
#endif
#if defined(SEGME_HAS_LITERT)
    made.push_back({"litert", make_litert_engine, nullptr, describe_litert});
#endif
    return made;
  }();
  return all;
}

void check(std::string_view option, const std::string& value, std::initializer_list<std::string_view> choices) {
  if (std::find(choices.begin(), choices.end(), value) != choices.end()) return;
  std::string list;
  for (const std::string_view one : choices) list += (list.empty() ? "" : ", ") + std::string(one);
  throw Error(ExitCode::usage, std::string(option),
              "unknown " + std::string(option) + " '" + value + "'. There are: " + list + ".");
}

/// Whether the processor itself multiplies 16-bit floats. Where it does not, engines may act as if, and take longer.
bool multiplies_bf16() {
#if defined(__x86_64__)
  return __builtin_cpu_supports("avx512bf16") != 0;
#else
  return false;
#endif
}

/// The engine of that name. @throws Error(usage) when there is none at all, Error(missing) when not in this build
const EngineKind& named(const std::string& name) {
  check("engine", name, {"auto", "openvino", "onnxruntime", "litert"});
  for (const EngineKind& kind : engines()) {
    if (kind.name == name) return kind;
  }
  throw Error(ExitCode::missing, "engine",
              "cannot use the engine " + name + ": this build was made without it. Install what it " +
                  "needs and build again; './segme' does both.");
}

/// Whether an engine that nobody named may be asked: it is here, and reads this kind of file.
bool can_take(const EngineKind& kind, const Model& model) {
  const std::string_view name = kind.name;
  if (name == "openvino") return true;
  const std::string extension = std::filesystem::path(model.card.file).extension().string();
  return extension == (name == "litert" ? ".tflite" : ".onnx") && !kind.describe().empty();
}

/// "auto" made into what it stands for here. Engines but OpenVINO compute as a file says.
EngineOptions settled(EngineOptions options, const EngineKind& kind) {
  const bool chooses = std::string_view(kind.name) == "openvino";
  if (options.precision == EnginePrecision::automatic) {
    options.precision = chooses && multiplies_bf16() ? EnginePrecision::bf16 : EnginePrecision::fp32;
  }
  return options;
}

}  // namespace

std::unique_ptr<Engine> make_engine(const Model& model, const EngineOptions& options) {
  SEGME_CHECK(options.threads >= 0);
  const Activity activity("loading the model " + model.card.name);
  if (options.engine != "auto") {
    const EngineKind& kind = named(options.engine);
    return kind.make(model, settled(options, kind));
  }
  for (const EngineKind& kind : engines()) {
    if (can_take(kind, model)) return kind.make(model, settled(options, kind));
  }
  throw Error(ExitCode::missing,
              "cannot run the model '" + model.card.name +
                  "': this build has no engine. Install OpenVINO and build again; './segme' does both.");
}

void fill_with_noise(const ModelCard& card, std::span<float> input) {
  std::mt19937 random(1);
  const auto channels = static_cast<std::size_t>(input_channels(card));
  const std::size_t plane = std::max<std::size_t>(1, input.size() / channels);
  for (std::size_t i = 0; i < input.size(); ++i) {
    const std::size_t channel = std::min<std::size_t>(card.layout == Layout::nchw ? i / plane : i % channels, 2);
    input[i] = (static_cast<float>(random() % 256U) - card.mean[channel]) * card.scale[channel];
  }
}

std::string cached_arithmetic(const Model& model, const EngineOptions& options) {
  for (const EngineKind& kind : engines()) {
    if (options.engine != "auto" && options.engine != kind.name) continue;
    if (kind.cached_arithmetic != nullptr) return kind.cached_arithmetic(model, settled(options, kind));
  }
  return "";
}

std::vector<std::string> engine_names() {
  std::vector<std::string> names;
  for (const EngineKind& kind : engines()) names.emplace_back(kind.name);
  return names;
}

std::vector<std::string> describe_engines() {
  std::vector<std::string> lines;
  for (const EngineKind& kind : engines()) {
    for (std::string& line : kind.describe()) lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace segme
