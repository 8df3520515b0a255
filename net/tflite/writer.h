// net/tflite/writer: walks a graph and puts each node into a TfliteFile. A node runs in 8 bits when its result and all
// that it reads have a rule in the table; where 8 bits meet floats, QUANTIZE and DEQUANTIZE stand between.
#pragma once

#include <array>
#include <span>
#include <string>
#include <vector>

#include "net/precision.h"
#include "net/tflite/file.h"

namespace segme::net {

class TfliteWriter {
 public:
  TfliteWriter(const Graph& graph, const Weights& weights, const WriteOptions& options);
  std::vector<std::uint8_t> write();

 private:
  using Dims = TfliteFile::Dims;
  /// The tensors that hold a node's result; -1 where that form of it was not needed yet.
  struct Value {
    int real = -1, quantised = -1;
  };

  // Tensors of nodes.
  [[nodiscard]] const Node& node(int i) const { return graph_.nodes[static_cast<std::size_t>(i)]; }
  [[nodiscard]] const std::optional<Quantiser>& rule(int i) const { return rules_[static_cast<std::size_t>(i)]; }
  [[nodiscard]] std::string name(int i) const;
  [[nodiscard]] Dims dims(int i) const;
  int real(int i);
  int quantised(int i);
  /// What the present node reads as its k-th input, in the form that it runs in.
  int in(std::size_t k);
  /// A new tensor of the present node's form: its result, or (with a suffix) a step on the way.
  int result();
  int step(const std::string& suffix, const Dims& dims, const std::optional<Quantiser>& rule);
  int step(const std::string& suffix, const Dims& dims);

  // One node.
  void write_node();
  [[nodiscard]] bool runs_in_8_bits() const;
  [[nodiscard]] bool has_8_bit_form() const;
  [[nodiscard]] bool whole() const { return options_.precision == Precision::int8 && options_.quantisation.whole; }
  [[nodiscard]] tflite::Activation joined_activation() const;
  const Tensor& weight(const std::string& part) const;
  int scalar(const std::string& suffix, float value);
  void affine(std::span<const float> scale, std::span<const float> shift);
  void affine_in_8_bits(std::span<const float> scale, std::span<const float> shift);
  void batch_norm();
  void hard_sigmoid();
  void concat();
  void rectify();
  void prelu();
  void global_average();
  void subtract();
  void channel_max();
  void shuffle();
  void transposed(int from, const std::array<std::int32_t, 4>& order, int to, const char* label);
  void slice();
  void pad_channels();
  void reshape();

  // Nodes with a window, see windows.cpp.
  struct Kernel {
    int weights = -1, bias = -1;
  };
  [[nodiscard]] std::vector<float> biases() const;
  /// The node's own kernel and bias; `order`: of the axes in the file.
  Kernel kernel(const std::vector<std::size_t>& order, std::size_t channel_axis, float input_scale);
  Kernel stored_kernel(const Tensor& weights, const std::vector<float>& bias, const std::vector<std::size_t>& order,
                       std::size_t channel_axis, float input_scale);
  int stored_weights(const Tensor& tensor, const std::vector<std::size_t>& order, std::size_t channel_axis);
  /// The k-th input, padded unless `padding` says that the operator itself pads as the node wants it.
  int padded_input(tflite::Padding& padding, float filling);
  [[nodiscard]] bool pads_as_same() const;
  int padded(int from, const Dims& amounts, const std::string& suffix, float filling = 0);
  int requantised(int from, const std::string& suffix);
  int cut(int from, int to, const Dims& begin, const Dims& end, const std::string& suffix);
  void convolution();
  void transposed_convolution();
  [[nodiscard]] bool is_written_in_phases() const;
  void convolution_in_phases();
  void pool();
  void resize();

  const Graph& graph_;
  const Weights& weights_;
  const WriteOptions& options_;
  std::vector<int> joined_;
  std::vector<bool> kept_;  // whose weights stay floats among halves
  std::vector<std::optional<Quantiser>> rules_;
  std::vector<Value> values_;
  TfliteFile file_;
  int at_ = 0;         // the node that is being written
  int gives_ = 0;      // the node whose result that is: itself, or the activation joined to it
  bool int8_ = false;  // the form that it runs in
};

/// Values of a tensor of that shape with its axes in another order: axis i of the result is axis order[i] of the input.
template <class T>
std::vector<T> permuted(const std::vector<T>& values, const std::vector<std::int64_t>& shape,
                        std::span<const std::size_t> order) {
  std::vector<std::size_t> steps(shape.size(), 1);
  for (std::size_t i = shape.size(); i-- > 1;) steps[i - 1] = steps[i] * static_cast<std::size_t>(shape[i]);
  std::vector<T> made;
  made.reserve(values.size());
  std::vector<std::int64_t> at(order.size(), 0);
  for (std::size_t n = 0; n < values.size(); ++n) {
    std::size_t from = 0;
    for (std::size_t i = 0; i < order.size(); ++i) from += static_cast<std::size_t>(at[i]) * steps[order[i]];
    made.push_back(values[from]);
    for (std::size_t i = order.size(); i-- > 0;) {
      if (++at[i] < shape[order[i]]) break;
      at[i] = 0;
    }
  }
  return made;
}

/// A tensor with its axes in another order, in the same way.
inline Tensor with_axes(const Tensor& tensor, std::span<const std::size_t> order) {
  Tensor made{{}, permuted(tensor.values, tensor.shape, order)};
  for (const std::size_t axis : order) made.shape.push_back(tensor.shape[axis]);
  return made;
}

}  // namespace segme::net
