// capi/callback_engine: a net that the caller's engine runs.
#pragma once

#include <string>
#include <vector>

#include "capi/segme.h"
#include "infer/engine.h"

namespace segme::capi {

class CallbackEngine final : public Engine {
 public:
  /// `shape` is that of the output. run() hands both tensors to `function`.
  CallbackEngine(std::size_t input, std::vector<int> shape, segme_run function, void* user);
  std::span<float> input() override { return input_; }
  /// @throws Failure(SEGME_CALLER)
  void run() override;
  [[nodiscard]] std::span<const float> output() const override { return output_; }
  [[nodiscard]] std::vector<int> output_shape() const override { return shape_; }
  [[nodiscard]] std::string device() const override { return "caller"; }
  [[nodiscard]] bool from_cache() const override { return false; }

 private:
  std::vector<float> input_, output_;
  std::vector<int> shape_;
  segme_run run_;
  void* user_;
};

}  // namespace segme::capi
