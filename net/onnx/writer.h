// net/onnx/writer: walks a graph and puts each node into ONNX messages. Names of tensors are names of nodes; a tensor
// that the table stores in 8 bits is rounded by a pair of nodes behind the one that makes it.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/error.h"
#include "net/precision.h"
#include "onnx.pb.h"

namespace segme::net {

/// The format's numbers for the types of values.
enum DataType { kFloats = 1, kUnsignedBytes = 2, kBytes = 3, kIntegers32 = 6, kIntegers64 = 7, kHalves = 10 };

class OnnxWriter {
 public:
  OnnxWriter(const Graph& graph, const Weights& weights, const WriteOptions& options)
      : graph_(graph),
        weights_(weights),
        precision_(options.precision),
        any_batch_(options.any_batch),
        kept_(kept_in_floats(graph, weights)),
        rules_(graph.nodes.size()) {
    if (precision_ == Precision::int8) rules_ = options.quantisation.nodes;
    SEGME_CHECK(rules_.size() == graph.nodes.size());
  }
  void write(onnx::Graph& out);

 private:
  void node(const Node& node);
  onnx::Node& op(const char* type, const Node& node, const std::vector<std::string>& inputs);
  void convolution(const Node& node);
  void thin_convolution(const Node& node);
  static void set_window(onnx::Node& made, const Node& node);
  void pool(const Node& node);
  void resize(const Node& node);
  void doubling(const Node& node);
  void affine(const Node& node);
  void shuffle(const Node& node);
  static std::string step(onnx::Node& made, const std::string& name);
  std::string input(const Node& node, std::size_t i) const { return name(static_cast<std::size_t>(node.inputs[i])); }
  /// The tensor that others read as the result of a node, and the one that the node itself fills.
  std::string name(std::size_t i) const {
    if (i == 0) return rules_[0] ? "input.rounded" : "input";
    return i + 1 == graph_.nodes.size() ? "output" : graph_.nodes[i].name;
  }
  std::string own_name(std::size_t i) const {
    if (i == 0) return "input";
    return rules_[i] ? graph_.nodes[i].name + ".exact" : name(i);
  }
  void round_to_8_bits(std::size_t i);
  [[nodiscard]] const Tensor& need(const std::string& name) const;
  std::string weight(const std::string& name);
  std::string kernel(const std::string& name, const Tensor& tensor, std::size_t axis, const WeightLimits& limits,
                     std::vector<float>& scales);
  std::vector<std::string> kernel_and_bias(const Node& node);
  template <class Value>
  std::string constant(const std::string& name, DataType type, const std::vector<std::int64_t>& dims,
                       const std::vector<Value>& values) {
    onnx::Tensor& tensor = *out_->add_initializer();
    tensor.set_name(name);
    tensor.set_data_type(type);
    for (const std::int64_t dim : dims) tensor.add_dims(dim);
    tensor.set_raw_data(values.data(), values.size() * sizeof(Value));
    return name;
  }
  std::string widened(const std::string& stored, const std::string& name);
  std::string dequantised(const std::string& stored, const std::string& name, const std::vector<float>& scales,
                          std::int64_t axis);
  std::string floats(const std::string& name, const std::vector<std::int64_t>& dims, const std::vector<float>& values);
  std::string integers(const std::string& name, const std::vector<std::int64_t>& values);
  /// Of a Reshape: the batch first, which 0 copies from its input.
  std::string shape(const std::string& name, std::vector<std::int64_t> dims) {
    dims.insert(dims.begin(), any_batch_ ? 0 : 1);
    return integers(name, dims);
  }
  void describe(onnx::ValueInfo& value, const std::string& name, const Node& node) const;
  static void set(onnx::Node& node, const char* name, std::int64_t value);
  static void set(onnx::Node& node, const char* name, float value);
  static void set(onnx::Node& node, const char* name, const char* value);
  static void set(onnx::Node& node, const char* name, const std::vector<std::int64_t>& values);

  const Graph& graph_;
  const Weights& weights_;
  Precision precision_;
  bool any_batch_;                               // the number of pictures is not fixed
  std::vector<bool> kept_;                       // whose weights stay floats among halves
  std::vector<std::optional<Quantiser>> rules_;  // of the nodes' results
  onnx::Graph* out_ = nullptr;
  std::size_t at_ = 0;
};

}  // namespace segme::net
