// A tiny ONNX file, written by hand: a convolution of a picture with given weights. For tests of whatever reads
// models.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

namespace segme::test {

/// Protocol buffers as far as ONNX needs them: numbers, and fields that hold bytes.
class Proto {
 public:
  Proto& number(int field, std::uint64_t value) {
    varint(static_cast<std::uint64_t>(field) << 3U);
    varint(value);
    return *this;
  }
  Proto& bytes(int field, const std::string& value) {
    varint(static_cast<std::uint64_t>(field) << 3U | 2U);
    varint(value.size());
    text_ += value;
    return *this;
  }
  Proto& message(int field, const Proto& value) { return bytes(field, value.text_); }
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  void varint(std::uint64_t value) {
    for (; value >= 128; value >>= 7U) text_ += static_cast<char>((value & 127U) | 128U);
    text_ += static_cast<char>(value);
  }
  std::string text_;
};

struct TinyNet {
  int width = 8;
  int height = 8;
  int inputs = 3;
  std::vector<float> weights{1, 0, 0};  ///< `inputs` x kernel² an output channel: the matte is the red channel
  int kernel = 1;                       ///< odd; the picture's border is padded with zeros
  bool nhwc = false;                    ///< of input and output
  bool dynamic_batch = false;
  bool two_outputs = false;   ///< a second one, "negative", is the input times -1
  std::string second_file{};  ///< where the weights lie, from byte 4 on; empty: in the ONNX file
};

inline Proto tiny_tensor(const std::string& name, const std::vector<std::uint64_t>& dims, int type, const void* data,
                         std::size_t size) {
  Proto tensor;
  for (const std::uint64_t dim : dims) tensor.number(1, dim);
  tensor.number(2, static_cast<std::uint64_t>(type)).bytes(8, name);
  tensor.bytes(9, std::string(static_cast<const char*>(data), size));
  return tensor;
}

/// A tensor of floats whose bytes lie in another file, from byte 4 on.
inline Proto tiny_tensor_elsewhere(const std::string& name, const std::vector<std::uint64_t>& dims,
                                   const std::string& file, std::size_t size) {
  Proto tensor;
  for (const std::uint64_t dim : dims) tensor.number(1, dim);
  tensor.number(2, 1).bytes(8, name);
  const auto entry = [&](const std::string& key, const std::string& value) {
    tensor.message(13, Proto().bytes(1, key).bytes(2, value));
  };
  entry("location", file);
  entry("offset", "4");
  entry("length", std::to_string(size));
  return tensor.number(14, 1);
}

inline Proto tiny_value(const std::string& name, const std::vector<int>& dims, bool dynamic_batch) {
  Proto shape;
  for (std::size_t i = 0; i < dims.size(); ++i) {
    Proto dim;
    if (i == 0 && dynamic_batch)
      dim.bytes(2, "batch");
    else
      dim.number(1, static_cast<std::uint64_t>(dims[i]));
    shape.message(1, dim);
  }
  return Proto().bytes(1, name).message(2, Proto().message(1, Proto().number(1, 1).message(2, shape)));
}

inline Proto tiny_node(const std::string& op, const std::vector<std::string>& inputs, const std::string& output) {
  Proto node;
  for (const std::string& input : inputs) node.bytes(1, input);
  return node.bytes(2, output).bytes(3, output).bytes(4, op);
}

inline Proto tiny_transpose(const std::string& input, const std::string& output,
                            const std::vector<std::uint64_t>& order) {
  Proto attribute;
  attribute.bytes(1, "perm");
  for (const std::uint64_t axis : order) attribute.number(8, axis);
  return tiny_node("Transpose", {input}, output).message(5, attribute.number(20, 7));
}

/// What the second file of such a net holds: four bytes of something else, then the weights.
inline std::string tiny_second_file(const std::vector<float>& weights) {
  std::string bytes(4 + weights.size() * sizeof(float), 'x');
  std::memcpy(bytes.data() + 4, weights.data(), weights.size() * sizeof(float));
  return bytes;
}

/// The ONNX file of the net: input "input", output "output".
inline std::vector<std::uint8_t> write_tiny_onnx(const TinyNet& net) {
  const int channels = static_cast<int>(net.weights.size()) / (net.inputs * net.kernel * net.kernel);
  const auto dims = [&](int c) {
    return net.nhwc ? std::vector<int>{1, net.height, net.width, c} : std::vector<int>{1, c, net.height, net.width};
  };
  Proto graph;
  if (net.nhwc) graph.message(1, tiny_transpose("input", "planes", {0, 3, 1, 2}));
  Proto conv = tiny_node("Conv", {net.nhwc ? "planes" : "input", "weights"}, net.nhwc ? "mixed" : "output");
  Proto pads;
  pads.bytes(1, "pads");
  for (int i = 0; i < 4; ++i) pads.number(8, static_cast<std::uint64_t>(net.kernel / 2));
  graph.message(1, conv.message(5, pads.number(20, 7)));
  if (net.nhwc) graph.message(1, tiny_transpose("mixed", "output", {0, 2, 3, 1}));
  if (net.two_outputs) graph.message(1, tiny_node("Neg", {"input"}, "negative"));
  graph.bytes(2, "tiny");
  const std::vector<std::uint64_t> sides{static_cast<std::uint64_t>(channels), static_cast<std::uint64_t>(net.inputs),
                                         static_cast<std::uint64_t>(net.kernel),
                                         static_cast<std::uint64_t>(net.kernel)};
  const std::size_t size = net.weights.size() * sizeof(float);
  graph.message(5, net.second_file.empty() ? tiny_tensor("weights", sides, 1, net.weights.data(), size)
                                           : tiny_tensor_elsewhere("weights", sides, net.second_file, size));
  graph.message(11, tiny_value("input", dims(net.inputs), net.dynamic_batch));
  graph.message(12, tiny_value("output", dims(channels), net.dynamic_batch));
  if (net.two_outputs) graph.message(12, tiny_value("negative", dims(net.inputs), net.dynamic_batch));
  Proto model;
  model.number(1, 8).bytes(2, "segme-test").message(7, graph);
  model.message(8, Proto().bytes(1, "").number(2, 13));
  return {model.text().begin(), model.text().end()};
}

}  // namespace segme::test
