// infer/engine: the face of whatever runs a net. One engine a third party (openvino/engine.cpp); the table is
// engines.cpp.
#pragma once

#include <array>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/choice.h"
#include "infer/model_card.h"

namespace segme {

/// bf16: where the processor has it. automatic: bf16 where that is faster. int8: to see how long it takes; its ranges
/// are those of noise.
enum class EnginePrecision { automatic, fp32, bf16, int8 };
template <>
struct NamesOf<EnginePrecision> {
  static constexpr std::array<std::string_view, 4> all = {"auto", "fp32", "bf16", "int8"};
};

struct EngineOptions {
  std::string engine = "auto";  ///< "openvino", "onnxruntime", "litert"; "auto": the first of them that is here
  std::string device = "CPU";   ///< as the engine calls it: "CPU", "GPU", "CUDA" ...
  int threads = 0;              ///< 0: all cores
  EnginePrecision precision = EnginePrecision::fp32;
  bool cache = true;     ///< compiled-model cache in $XDG_CACHE_HOME/segme
  bool profile = false;  ///< keeps layer_times(), which costs some time; nothing comes from the cache then
};

/// One layer of a net as the engine runs it.
struct LayerTimes {
  std::string name, type;            ///< as the engine calls them: "Convolution"
  std::string arithmetic;            ///< "f32", "u8" ...; empty where the engine does not say
  double macs = 0;                   ///< multiply-adds; 0 of layers that only move or compare
  double bytes = 0;                  ///< that it reads and writes at least
  std::vector<double> milliseconds;  ///< of each run, in order
};

class Engine {
 public:
  virtual ~Engine() = default;
  /// The net's input tensor, float, in the card's layout; filled by the caller before run(). Same memory every time.
  virtual std::span<float> input() = 0;
  /// Runs the net once. @throws Error(model)
  virtual void run() = 0;
  /// The result of the last run(); its shape is output_shape().
  [[nodiscard]] virtual std::span<const float> output() const = 0;
  [[nodiscard]] virtual std::vector<int> output_shape() const = 0;
  /// What really runs it, for --json and bench: "OpenVINO 2026.4 CPU, int8, 2 threads". Where the engine cannot run the
  /// net's 8 bits, "fp32 in place of int8", and a notice has said so.
  [[nodiscard]] virtual std::string device() const = 0;
  /// True when the compiled model came from the cache.
  [[nodiscard]] virtual bool from_cache() const = 0;
  /// The layers in the order they run, with their times in every run() so far; empty where EngineOptions::profile was
  /// not set, or the engine cannot tell. To be asked once.
  virtual std::vector<LayerTimes> layer_times() { return {}; }
};

/// Compiles `model` for this machine. @throws Error(model) when the file is broken or its shapes contradict the card;
/// Error(missing) when the engine or the device that the options name is not here, or none at all.
std::unique_ptr<Engine> make_engine(const Model& model, const EngineOptions& options);

/// Random pixels in the range that the card asks for: a net takes as long for them as for a picture.
void fill_with_noise(const ModelCard& card, std::span<float> input);

/// What `model` computes in on this machine, as device() says it, where it was compiled before and lies in the cache;
/// else empty.
std::string cached_arithmetic(const Model& model, const EngineOptions& options);

/// One line about every engine that is here and its devices, for doctor.
std::vector<std::string> describe_engines();

/// The names that EngineOptions::engine may have, without "auto".
std::vector<std::string> engine_names();

}  // namespace segme
