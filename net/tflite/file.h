// net/tflite/file: a TFLite file while it is made: tensors, the buffers of constants, operators in the order they run.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "net/quantise.h"
#include "tflite_generated.h"

namespace segme::net {

/// Tensors are known by their index, which every function that makes one returns.
class TfliteFile {
 public:
  using Dims = std::vector<std::int32_t>;

  TfliteFile(const std::string& name, const std::string& description);

  /// A tensor that an operator fills: 8 bits by that rule, or float.
  int activation(const std::string& name, const Dims& dims, const std::optional<Quantiser>& rule);
  /// Constants. `scales`: one for each index along `axis`; one value: for all of them.
  int constant(const std::string& name, const Dims& dims, std::span<const float> values);
  int constant(const std::string& name, const Dims& dims, std::span<const std::uint16_t> halves);
  int constant(const std::string& name, const Dims& dims, std::span<const std::int32_t> values,
               std::span<const float> scales = {});
  int constant(const std::string& name, const Dims& dims, std::span<const std::int8_t> values,
               std::span<const float> scales, int axis);

  template <class Options>
  void op(tflite::BuiltinOperator code, const std::vector<int>& inputs, int output, Options options) {
    tflite::OperatorT& made = add_operator(code, inputs, output);
    made.builtin_options.Set(std::move(options));
  }
  /// Operators that have no options.
  void op(tflite::BuiltinOperator code, const std::vector<int>& inputs, int output) {
    add_operator(code, inputs, output);
  }

  [[nodiscard]] const Dims& dims(int tensor) const { return graph().tensors[static_cast<std::size_t>(tensor)]->shape; }
  /// The rule of an 8-bit activation; nothing for a float tensor.
  [[nodiscard]] std::optional<Quantiser> rule(int tensor) const;

  /// The bytes, with the signature "serving_default" from "input" to "output". `entries`: texts, and tables in bytes.
  std::vector<std::uint8_t> finish(int input, int output, const std::map<std::string, std::string>& entries);

 private:
  [[nodiscard]] tflite::SubGraphT& graph() const { return *model_.subgraphs.front(); }
  tflite::OperatorT& add_operator(tflite::BuiltinOperator code, const std::vector<int>& inputs, int output);
  std::uint32_t operator_code(tflite::BuiltinOperator code, int version);
  std::uint32_t buffer(const void* data, std::size_t size);
  int tensor(const std::string& name, const Dims& dims, tflite::TensorType type, std::uint32_t buffer);
  void quantise(int tensor, std::span<const float> scales, int zero_point, int axis);

  tflite::ModelT model_;
};

}  // namespace segme::net
