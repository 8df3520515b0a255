// net/interpret: one case a node kind; the rules are those that net/graph.h states.
#include "net/interpret.h"

#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "net/interpret_nodes.h"

namespace segme::net {
namespace {

using plain::Values;

template <class Function>
void each(const Values& x, Values& y, Function function) {
  std::transform(x.begin(), x.end(), y.begin(), function);
}

/// y = function(x, channel), for planes of `size` values.
template <class Function>
void each_of_channel(const Values& x, Values& y, std::size_t size, Function function) {
  for (std::size_t i = 0; i < x.size(); ++i) y[i] = function(x[i], i / size);
}

float sigmoid(float x) { return 1 / (1 + std::exp(-x)); }

void softmax(const Shape& shape, const Values& x, Values& y) {
  const std::size_t plane = static_cast<std::size_t>(shape.height) * static_cast<std::size_t>(shape.width);
  for (std::size_t i = 0; i < plane; ++i) {
    float most = x[i];
    for (std::size_t at = i; at < x.size(); at += plane) most = std::max(most, x[at]);
    float sum = 0;
    for (std::size_t at = i; at < x.size(); at += plane) sum += y[at] = std::exp(x[at] - most);
    for (std::size_t at = i; at < x.size(); at += plane) y[at] /= sum;
  }
}

}  // namespace

Interpreter::Interpreter(const Graph& graph, const Weights& weights) : graph_(graph), weights_(weights) {
  for (const WeightSpec& spec : weight_specs(graph)) static_cast<void>(weight(spec.name));
  values_.resize(graph.nodes.size());
  for (std::size_t i = 0; i < values_.size(); ++i) {
    values_[i].resize(static_cast<std::size_t>(graph.nodes[i].shape.size()));
  }
}

const std::vector<float>& Interpreter::weight(const std::string& name) const {
  return needed_weight(graph_, weights_, name, "run").values;
}

const std::vector<std::vector<float>>& Interpreter::run(std::span<const float> input) {
  SEGME_CHECK(input.size() == values_.front().size());
  std::copy(input.begin(), input.end(), values_.front().begin());
  for (std::size_t i = 1; i < values_.size(); ++i) run_node(graph_.nodes[i], values_[i]);
  return values_;
}

void Interpreter::run_node(const Node& node, Values& y) {
  const Shape& in = graph_.nodes[static_cast<std::size_t>(node.inputs.at(0))].shape;
  const Values& x = values_[static_cast<std::size_t>(node.inputs[0])];
  const auto second = [&]() -> const Values& { return values_[static_cast<std::size_t>(node.inputs.at(1))]; };
  const auto own = [&](const char* part) -> const Values& { return weight(node.name + part); };
  const std::size_t plane = static_cast<std::size_t>(in.height) * static_cast<std::size_t>(in.width);
  static const Values nothing;
  switch (node.op) {
    case Op::input: break;
    case Op::affine:
      each_of_channel(x, y, plane, [&](float v, std::size_t c) { return (v - node.mean[c]) * node.scale[c]; });
      break;
    case Op::conv: plain::convolve(node, in, x, own(".weight"), node.bias ? own(".bias") : nothing, y); break;
    case Op::transposed_conv:
      plain::convolve_transposed(node, in, x, own(".weight"), node.bias ? own(".bias") : nothing, y);
      break;
    case Op::batch_norm: {
      const Values &scale = own(".weight"), &shift = own(".bias"), &mean = own(".running_mean");
      const Values& variance = own(".running_var");
      each_of_channel(x, y, plane, [&](float v, std::size_t c) {
        return (v - mean[c]) / std::sqrt(variance[c] + node.epsilon) * scale[c] + shift[c];
      });
      break;
    }
    case Op::relu: each(x, y, [](float v) { return std::max(v, 0.0F); }); break;
    case Op::relu6: each(x, y, [](float v) { return std::clamp(v, 0.0F, 6.0F); }); break;
    case Op::prelu: {
      const Values& slope = own(".weight");
      each_of_channel(x, y, plane, [&](float v, std::size_t c) { return v < 0 ? v * slope[c] : v; });
      break;
    }
    case Op::hard_sigmoid: each(x, y, [](float v) { return std::clamp(v / 6 + 0.5F, 0.0F, 1.0F); }); break;
    case Op::sigmoid: each(x, y, sigmoid); break;
    case Op::softmax: softmax(in, x, y); break;
    case Op::add: std::transform(x.begin(), x.end(), second().begin(), y.begin(), std::plus<>()); break;
    case Op::subtract: std::transform(x.begin(), x.end(), second().begin(), y.begin(), std::minus<>()); break;
    case Op::complement: each(x, y, [](float v) { return 1 - v; }); break;
    case Op::dropout: y = x; break;
    case Op::multiply:
      if (second().size() == x.size()) {
        std::transform(x.begin(), x.end(), second().begin(), y.begin(), std::multiplies<>());
      } else if (graph_.nodes[static_cast<std::size_t>(node.inputs[1])].shape.channels == 1) {
        for (std::size_t i = 0; i < x.size(); ++i) y[i] = x[i] * second()[i % plane];
      } else {
        each_of_channel(x, y, plane, [&](float v, std::size_t c) { return v * second()[c]; });
      }
      break;
    case Op::concat: {
      auto to = y.begin();
      for (const int from : node.inputs) {
        const Values& part = values_[static_cast<std::size_t>(from)];
        to = std::copy(part.begin(), part.end(), to);
      }
      break;
    }
    case Op::resize: plain::resize(node, in, x, y); break;
    case Op::global_average:
      for (std::size_t c = 0; c < y.size(); ++c) {
        double sum = 0;
        for (std::size_t i = 0; i < plane; ++i) sum += static_cast<double>(x[c * plane + i]);
        y[c] = static_cast<float>(sum / static_cast<double>(plane));
      }
      break;
    case Op::average_pool:
    case Op::max_pool: plain::pool(node, in, x, y); break;
    case Op::channel_max:
      std::copy_n(x.begin(), plane, y.begin());
      for (std::size_t i = plane; i < x.size(); ++i) y[i % plane] = std::max(y[i % plane], x[i]);
      break;
    case Op::shuffle: plain::shuffle(node, plane, x, y); break;
    case Op::transpose: plain::transpose(in, x, y); break;
    case Op::slice:
      std::copy_n(x.begin() + static_cast<std::ptrdiff_t>(plane) * node.begin, y.size(), y.begin());
      break;
    case Op::pad:
      std::fill(y.begin(), y.end(), 0.0F);
      std::copy(x.begin(), x.end(), y.begin() + static_cast<std::ptrdiff_t>(plane) * node.begin);
      break;
    case Op::reshape: y = x; break;
  }
}

}  // namespace segme::net
