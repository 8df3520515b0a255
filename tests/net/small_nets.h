// Small nets, one a node kind and a few for what meets between nodes, with random weights; how a written file of one is
// run by an engine that others wrote; what the plain interpreter says of it.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "infer/engine.h"
#include "net/builder.h"
#include "net/calibrate.h"
#include "net/precision.h"
#include "net/writers.h"

namespace segme::net::test {

/// Random weights of a graph: kernels that keep the size of activations, biases and slopes around zero.
inline Weights random_weights(const Graph& graph, unsigned seed = 3) {
  std::mt19937 random(seed);
  std::normal_distribution<float> normal;
  Weights weights;
  for (const WeightSpec& spec : weight_specs(graph)) {
    Tensor& tensor = weights[spec.name];
    tensor.shape = spec.shape;
    std::size_t count = 1;
    for (const std::int64_t side : spec.shape) count *= static_cast<std::size_t>(side);
    const float fan = spec.shape.size() == 4 ? static_cast<float>(count) / static_cast<float>(spec.shape[0]) : 25.0F;
    for (std::size_t i = 0; i < count; ++i) {
      const float value = normal(random) / std::sqrt(fan);
      tensor.values.push_back(spec.trained ? value : std::abs(value) + 0.5F);
    }
    if (spec.name.ends_with("norm.weight") || spec.name.find(".bn") != std::string::npos) {
      for (float& value : tensor.values) value = 0.75F + std::abs(value);
    }
  }
  return weights;
}

/// A picture, as planes of 0..255: smooth shapes and some noise, another for another seed.
inline std::vector<float> random_picture(const Shape& shape, unsigned seed = 5) {
  std::mt19937 random(seed);
  std::uniform_real_distribution<float> uniform(0, 1);
  const float fx = uniform(random) * 0.3F;
  const float fy = uniform(random) * 0.3F;
  std::vector<float> picture;
  for (int c = 0; c < shape.channels; ++c) {
    for (int y = 0; y < shape.height; ++y) {
      for (int x = 0; x < shape.width; ++x) {
        const float wave = std::sin(fx * static_cast<float>(x) + static_cast<float>(c)) *
                           std::cos(fy * static_cast<float>(y) - static_cast<float>(c));
        picture.push_back(std::round(std::clamp(127 + 100 * wave + 50 * (uniform(random) - 0.5F), 0.0F, 255.0F)));
      }
    }
  }
  return picture;
}

/// Puts together nodes that net::Builder has no call for.
class Chain {
 public:
  explicit Chain(Shape input) {
    graph_.name = "small";
    Node node;
    node.name = "input";
    node.shape = input;
    graph_.nodes.push_back(node);
    affine();
  }
  int affine() {
    Node node;
    node.op = Op::affine;
    node.mean = {120, 127, 110};
    node.scale = {1.0F / 64, 1.0F / 60, 1.0F / 70};
    node.shape = graph_.nodes[0].shape;
    return add(node, {0});
  }
  /// Adds a node that reads the given ones (the last one when none is given).
  int add(Node node, std::vector<int> inputs = {}) {
    if (inputs.empty()) inputs = {last()};
    node.name = "n" + std::to_string(graph_.nodes.size()) + (node.op == Op::batch_norm ? ".norm" : "");
    node.inputs = std::move(inputs);
    if (node.shape == Shape{}) node.shape = graph_.nodes[static_cast<std::size_t>(node.inputs[0])].shape;
    graph_.nodes.push_back(node);
    return last();
  }
  int conv(int channels, int kernel = 1, int stride = 1, Padding padding = {}, int groups = 1, int dilation = 1) {
    const Shape in = graph_.nodes.back().shape;
    Node node;
    node.op = Op::conv;
    node.kernel_height = node.kernel_width = kernel;
    node.stride_x = node.stride_y = stride;
    node.padding = padding;
    node.groups = groups;
    node.dilation = dilation;
    node.bias = true;
    const int reach = (kernel - 1) * dilation + 1;
    node.shape = {channels, (in.height + padding.top + padding.bottom - reach) / stride + 1,
                  (in.width + padding.left + padding.right - reach) / stride + 1};
    return add(node);
  }
  int transposed(int channels, int kernel, int stride, Padding padding) {
    const Shape in = graph_.nodes.back().shape;
    Node node;
    node.op = Op::transposed_conv;
    node.kernel_height = node.kernel_width = kernel;
    node.stride_x = node.stride_y = stride;
    node.padding = padding;
    node.bias = true;
    node.shape = {channels, (in.height - 1) * stride + kernel - padding.top - padding.bottom,
                  (in.width - 1) * stride + kernel - padding.left - padding.right};
    return add(node);
  }
  int pool(Op op, int kernel, int stride, Padding padding = {}) {
    const Shape in = graph_.nodes.back().shape;
    Node node;
    node.op = op;
    node.kernel_height = node.kernel_width = kernel;
    node.stride_x = node.stride_y = stride;
    node.padding = padding;
    node.shape = {in.channels, (in.height + padding.top + padding.bottom - kernel) / stride + 1,
                  (in.width + padding.left + padding.right - kernel) / stride + 1};
    return add(node);
  }
  int simple(Op op, std::vector<int> inputs = {}) {
    Node node;
    node.op = op;
    return add(node, std::move(inputs));
  }
  int resize(int height, int width, Sampling sampling) {
    Node node;
    node.op = Op::resize;
    node.sampling = sampling;
    node.shape = {graph_.nodes.back().shape.channels, height, width};
    return add(node);
  }
  [[nodiscard]] const Shape& shape() const { return graph_.nodes.back().shape; }
  [[nodiscard]] int last() const { return static_cast<int>(graph_.nodes.size()) - 1; }
  Graph graph() && { return std::move(graph_); }

 private:
  Graph graph_;
};

struct SmallNet {
  std::string name;
  Graph graph;
};

/// `tail`: what makes the net end in a convolution, so that everything before it can be quantised.
inline SmallNet small_net(const std::string& name, const std::function<void(Chain&)>& body, Shape input = {3, 12, 16}) {
  Chain chain(input);
  chain.conv(6, 3, 1, {1, 1, 1, 1});
  body(chain);
  if (chain.shape().height > 1) chain.conv(2, 1);
  return {name, std::move(chain).graph()};
}

inline int channels_node(Chain& chain, Op op, int begin, int end, int channels) {
  Node node;
  node.op = op;
  node.begin = begin;
  node.end = end;
  node.shape = chain.shape();
  node.shape.channels = channels;
  return chain.add(node);
}

inline void gate(Chain& chain, Op sigmoid) {
  const int x = chain.last();
  Node average;
  average.op = Op::global_average;
  average.shape = {chain.shape().channels, 1, 1};
  chain.add(average);
  chain.conv(6);
  const int weights = chain.simple(sigmoid);
  chain.simple(Op::multiply, {x, weights});
}

inline void join(Chain& chain) {
  const int a = chain.last();
  const int b = chain.conv(3, 3, 1, {1, 1, 1, 1});
  chain.simple(Op::relu6);
  const int c = chain.simple(Op::sigmoid);
  Node node;
  node.op = Op::concat;
  node.shape = chain.shape();
  node.shape.channels = 12;
  chain.add(node, {a, b, c});
}

inline void flatten(Chain& chain, int channels) {
  chain.conv(channels);
  chain.simple(Op::sigmoid);
  Node node;
  node.op = Op::reshape;
  node.shape = chain.shape();
  node.flat = {static_cast<int>(chain.shape().size())};
  chain.add(node);
}

/// Every node kind, each with the paddings and forms that writers treat differently.
inline std::vector<SmallNet> small_nets() {
  std::vector<SmallNet> nets;
  const auto net = [&](const std::string& name, const std::function<void(Chain&)>& body, Shape input = {3, 12, 16}) {
    nets.push_back(small_net(name, body, input));
  };
  net("conv_same_stride_2", [](Chain& c) { c.conv(8, 3, 2, {0, 0, 1, 1}); });
  net("conv_no_padding", [](Chain& c) { c.conv(8, 3, 1); });
  net("conv_padding_of_its_own", [](Chain& c) { c.conv(8, 3, 2, {1, 1, 1, 1}); });
  net("conv_odd_sides", [](Chain& c) { c.conv(8, 3, 2, {1, 0, 1, 1}); }, {3, 11, 14});
  net("conv_dilated", [](Chain& c) { c.conv(8, 3, 1, {2, 2, 2, 2}, 1, 2); });
  net("conv_grouped", [](Chain& c) { c.conv(8, 3, 1, {1, 1, 1, 1}, 2); });
  net("depthwise", [](Chain& c) { c.conv(6, 5, 1, {2, 2, 2, 2}, 6); });
  net("depthwise_dilated", [](Chain& c) { c.conv(6, 3, 1, {4, 4, 4, 4}, 6, 4); });
  net("depthwise_multiplied", [](Chain& c) { c.conv(12, 3, 2, {0, 0, 1, 1}, 6); });
  net("transposed_same", [](Chain& c) { c.transposed(5, 4, 2, {1, 1, 1, 1}); });
  net("transposed_same_few", [](Chain& c) { c.transposed(2, 4, 2, {1, 1, 1, 1}); });
  net("transposed_same_3", [](Chain& c) { c.transposed(5, 3, 2, {0, 0, 1, 1}); });
  net("transposed_no_padding", [](Chain& c) { c.transposed(5, 2, 2, {}); });
  net("transposed_cropped", [](Chain& c) { c.transposed(5, 3, 2, {1, 1, 1, 1}); });
  net("transposed_relu", [](Chain& c) {
    c.transposed(5, 4, 2, {1, 1, 1, 1});
    c.simple(Op::relu);
  });
  net("relu6", [](Chain& c) { c.simple(Op::relu6); });
  net("relu_alone", [](Chain& c) { c.simple(Op::add, {c.simple(Op::relu), 2}); });
  net("prelu", [](Chain& c) { c.simple(Op::prelu); });
  net("hard_sigmoid", [](Chain& c) { c.simple(Op::hard_sigmoid); });
  net("sigmoid", [](Chain& c) { c.simple(Op::sigmoid); });
  net("softmax", [](Chain& c) { c.simple(Op::softmax); });
  net("batch_norm_that_stays", [](Chain& c) { c.simple(Op::add, {c.simple(Op::batch_norm), 2}); });
  net("add_relu", [](Chain& c) {
    c.simple(Op::add, {2, c.conv(6, 3, 1, {1, 1, 1, 1})});
    c.simple(Op::relu);
  });
  net("multiply", [](Chain& c) { c.simple(Op::multiply, {2, c.conv(6)}); });
  net("gate", [](Chain& c) { gate(c, Op::hard_sigmoid); });
  net("gate_sigmoid", [](Chain& c) { gate(c, Op::sigmoid); });
  net("concat", join);
  net("resize_half_pixel", [](Chain& c) { c.resize(24, 32, Sampling::half_pixel); });
  net("resize_align_corners", [](Chain& c) { c.resize(24, 32, Sampling::align_corners); });
  net("resize_legacy", [](Chain& c) { c.resize(24, 32, Sampling::legacy); });
  net("resize_smaller", [](Chain& c) { c.resize(5, 7, Sampling::half_pixel); });
  net("average_pool", [](Chain& c) { c.pool(Op::average_pool, 2, 2); });
  net("average_pool_same", [](Chain& c) { c.pool(Op::average_pool, 3, 2, {0, 0, 1, 1}); });
  net("average_pool_padded", [](Chain& c) { c.pool(Op::average_pool, 3, 2, {1, 1, 1, 1}); });
  net("max_pool", [](Chain& c) { c.pool(Op::max_pool, 2, 2); });
  net("max_pool_padded", [](Chain& c) { c.pool(Op::max_pool, 3, 2, {1, 1, 1, 1}); });
  net("slice", [](Chain& c) { channels_node(c, Op::slice, 1, 5, 4); });
  net("pad", [](Chain& c) { channels_node(c, Op::pad, 1, 2, 9); });
  net("multiply_by_a_plane", [](Chain& c) {
    const int x = c.last();
    c.simple(Op::sigmoid, {c.conv(1)});
    Node node;
    node.op = Op::multiply;
    c.add(node, {x, c.last()});
  });
  net("subtract", [](Chain& c) { c.simple(Op::subtract, {2, c.conv(6)}); });
  net("complement", [](Chain& c) { c.simple(Op::complement, {c.simple(Op::sigmoid)}); });
  net("dropout", [](Chain& c) { c.simple(Op::dropout); });
  net("channel_max", [](Chain& c) {
    Node node;
    node.op = Op::channel_max;
    node.shape = {1, 12, 16};
    c.add(node);
  });
  net("shuffle", [](Chain& c) {
    Node node;
    node.op = Op::shuffle;
    node.groups = 3;
    c.add(node);
  });
  Chain head({3, 12, 16});
  head.conv(6, 3, 1, {1, 1, 1, 1});
  head.conv(1, 3, 1, {1, 1, 1, 1});
  head.resize(24, 32, Sampling::half_pixel);
  head.simple(Op::sigmoid);
  nets.push_back({"head", std::move(head).graph()});
  for (const int channels : {1, 2}) {
    Chain chain({3, 12, 16});
    chain.conv(6, 3, 1, {1, 1, 1, 1});
    flatten(chain, channels);
    nets.push_back({"flat_" + std::to_string(channels), std::move(chain).graph()});
  }
  return nets;
}

/// How such a net is written; in 8 bits by what it does on five pictures.
inline WriteOptions options_for(Precision precision, const Graph& graph, bool whole = false) {
  WriteOptions options;
  options.precision = precision;
  if (precision != Precision::int8) return options;
  const Weights weights = random_weights(graph);
  Calibration calibration(graph, weights);
  for (unsigned seed = 5; seed < 10; ++seed) calibration.add(random_picture(graph.input_shape(), seed));
  options.quantisation = plan_quantisation(graph, calibration.ranges(), whole);
  return options;
}

/// Runs a written file, or reads it back where no engine runs its kind; the result is in the file's own layout.
inline std::vector<float> run_file(const std::vector<std::uint8_t>& bytes, const std::string& extension,
                                   const Graph& graph, const std::vector<float>& picture) {
  if (extension == ".mlmodel") {  // no engine of ours runs it: what is read back, by the interpreter
    const ReadNet read = find_file_kind(extension).read_back(bytes, "net.mlmodel");
    return Interpreter(read.graph, read.weights).run(picture).back();
  }
  namespace fs = std::filesystem;
  const bool nhwc = extension == ".tflite";
  const Shape& in = graph.input_shape();
  Model model;
  model.card.name = graph.name;
  model.card.file = "net" + extension;
  model.card.width = in.width;
  model.card.height = in.height;
  model.card.layout = nhwc ? Layout::nhwc : Layout::nchw;
  if (in.channels == 4) model.card.fourth_channel = FourthChannel::previous_matte;
  model.path = fs::temp_directory_path() / ("segme-net-" + std::to_string(::getpid()) + extension);
  std::ofstream(model.path, std::ios::binary)
      .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  model.bytes = bytes;
  EngineOptions options;
  options.threads = 1;
  options.cache = false;
  const std::unique_ptr<Engine> engine = make_engine(model, options);
  fs::remove(model.path);
  std::copy(picture.begin(), picture.end(), engine->input().begin());
  if (nhwc) {
    const auto channels = static_cast<std::size_t>(in.channels);
    const std::size_t plane = picture.size() / channels;
    for (std::size_t i = 0; i < picture.size(); ++i) engine->input()[i] = picture[i % channels * plane + i / channels];
  }
  engine->run();
  return {engine->output().begin(), engine->output().end()};
}

/// What the interpreter says, in the layout of such a file.
inline std::vector<float> wanted(const Graph& graph, const Weights& weights, const std::string& extension,
                                 const std::vector<float>& picture) {
  const std::vector<float> planes = Interpreter(graph, weights).run(picture).back();
  const Node& last = graph.nodes.back();
  if (extension != ".tflite" || last.op == Op::reshape) return planes;
  std::vector<float> made;
  const auto channels = static_cast<std::size_t>(last.shape.channels);
  const std::size_t plane = planes.size() / channels;
  for (std::size_t i = 0; i < planes.size(); ++i) made.push_back(planes[i % channels * plane + i / channels]);
  return made;
}

/// Where SEGME_KEEP_FILES names a folder, keeps file, input and wanted output there: tests/cli/foreign_engines.sh gives
/// them to other engines.
inline void keep_file(const std::string& name, const std::vector<std::uint8_t>& bytes, const std::string& extension,
                      const std::vector<float>& picture, const std::vector<float>& output) {
  const char* folder = std::getenv("SEGME_KEEP_FILES");
  if (folder == nullptr) return;
  const auto put = [&](const std::string& end, const void* data, std::size_t size) {
    std::ofstream(std::string(folder) + "/" + name + end, std::ios::binary)
        .write(static_cast<const char*>(data), static_cast<std::streamsize>(size));
  };
  put(extension, bytes.data(), bytes.size());
  put(extension + ".input", picture.data(), picture.size() * sizeof(float));
  put(extension + ".output", output.data(), output.size() * sizeof(float));
}

inline double largest_difference(const std::vector<float>& a, const std::vector<float>& b) {
  if (a.size() != b.size()) return 1e9;
  double most = 0;
  for (std::size_t i = 0; i < a.size(); ++i) most = std::max(most, std::abs(static_cast<double>(a[i] - b[i])));
  return most;
}

}  // namespace segme::net::test
