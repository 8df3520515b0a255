// infer/engine: the face of whatever runs a net. One engine a third party (openvino/engine.cpp); the table is
// engines.cpp.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "infer/model_card.h"

namespace segme {

struct EngineOptions {
  int threads = 0;                 ///< 0: all cores
  std::string precision = "fp32";  ///< "fp32" | "bf16" (where the CPU has it) | "auto" (bf16 where that is faster) |
                                   ///< "int8" (to see how long it takes: its ranges are those of noise)
  std::string cache = "on";        ///< compiled-model cache in $XDG_CACHE_HOME/segme: "on" | "off"
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
};

/// Compiles `model` for this machine. @throws Error(model) when the file is broken or its shapes contradict the card;
/// Error(missing) when no engine is built in.
std::unique_ptr<Engine> make_engine(const Model& model, const EngineOptions& options);

/// Random pixels in the range that the card asks for: a net takes as long for them as for a picture.
void fill_with_noise(const ModelCard& card, std::span<float> input);

/// What `model` computes in on this machine, as device() says it, where it was compiled before and lies in the cache;
/// else empty.
std::string cached_arithmetic(const Model& model, const EngineOptions& options);

/// One line about every engine of this build and its devices, for doctor.
std::vector<std::string> describe_engines();

}  // namespace segme
