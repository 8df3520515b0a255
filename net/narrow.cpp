// net/narrow: nodes that must have the same channels (a convolution, its norm, its activation, the depthwise one after
// it, both sides of a sum) form a class; each class chooses once which channels of the wide net it keeps.
#include "net/narrow.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

#include "net/channels.h"

namespace segme::net {
namespace {

bool depthwise(const Node& node) {
  return node.op == Op::conv && node.groups > 1 && node.groups == node.shape.channels;
}

/// Whether each channel of the result is made of the same channel of every input.
bool keeps_channels(const Node& node) {
  switch (node.op) {
    case Op::conv: return depthwise(node);
    case Op::batch_norm:
    case Op::relu:
    case Op::relu6:
    case Op::prelu:
    case Op::hard_sigmoid:
    case Op::sigmoid:
    case Op::dropout:
    case Op::add:
    case Op::subtract:
    case Op::multiply:
    case Op::resize:
    case Op::global_average:
    case Op::average_pool:
    case Op::max_pool: return true;
    default: return false;
  }
}

class Narrowing {
 public:
  Narrowing(const Graph& graph, const Weights& wide) : graph_(graph), wide_(wide), class_(graph.nodes.size()) {
    std::iota(class_.begin(), class_.end(), std::size_t{0});
    for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
      const Node& node = graph.nodes[i];
      if (!keeps_channels(node)) continue;
      for (const int input : node.inputs) {
        const Node& from = graph.nodes[static_cast<std::size_t>(input)];
        if (from.shape.channels == node.shape.channels) join(static_cast<std::size_t>(input), i);
      }
    }
  }

  Weights run() {
    Weights result;
    for (std::size_t i = 0; i < graph_.nodes.size(); ++i) {
      for (const WeightSpec& spec : weight_specs(graph_, graph_.nodes[i])) take(i, spec, result);
      // A folded net has biases where this one has norms.
      const std::string bias = graph_.nodes[i].name + ".bias";
      if (!result.contains(bias) && wide_.contains(bias))
        take(i, {bias, {graph_.nodes[i].shape.channels}, true}, result);
    }
    return result;
  }

 private:
  std::size_t root(std::size_t i) const {
    while (class_[i] != i) i = class_[i];
    return i;
  }
  void join(std::size_t a, std::size_t b) { class_[std::max(root(a), root(b))] = std::min(root(a), root(b)); }

  const Tensor* kernel(const Node& node) const {
    const auto found = wide_.find(node.name + ".weight");
    const bool is_kernel = (node.op == Op::conv || node.op == Op::transposed_conv) && found != wide_.end() &&
                           found->second.shape.size() == 4;
    return is_kernel ? &found->second : nullptr;
  }

  /// How many channels the wide net has where node i makes `narrow` of them.
  std::size_t wide_channels(std::size_t i) const {
    for (std::size_t j = 0; j < graph_.nodes.size(); ++j) {
      if (root(j) != root(i)) continue;
      if (const Tensor* const weight = kernel(graph_.nodes[j]))
        return static_cast<std::size_t>(weight->shape[graph_.nodes[j].op == Op::transposed_conv ? 1 : 0]);
    }
    return static_cast<std::size_t>(graph_.nodes[i].shape.channels);
  }

  /// For each wide channel of a class: the absolute sum of the weights that read it times how much it varies, which its
  /// last norm says or, in a folded net, the kernels on the way.
  std::vector<double> importance(std::size_t of, std::size_t count) const {
    std::vector<double> readers(count, 0), kernels(count, 1), last_norm;
    const auto largeness = [](float value) { return std::abs(static_cast<double>(value)); };
    for (std::size_t j = 0; j < graph_.nodes.size(); ++j) {
      const Node& node = graph_.nodes[j];
      const auto gamma = wide_.find(node.name + ".weight");
      if (node.op == Op::batch_norm && root(j) == of && gamma != wide_.end() && gamma->second.values.size() == count) {
        last_norm.assign(count, 0);
        std::transform(gamma->second.values.begin(), gamma->second.values.end(), last_norm.begin(), largeness);
      }
      const Tensor* const weight = node.op == Op::conv ? kernel(node) : nullptr;
      if (weight == nullptr || root(static_cast<std::size_t>(node.inputs[0])) != of) continue;
      const auto taps = static_cast<std::size_t>(weight->shape[2] * weight->shape[3]);
      if (static_cast<std::size_t>(weight->shape[depthwise(node) ? 0 : 1]) != count) continue;
      std::vector<double> sums(count, 0);
      for (std::size_t at = 0; at < weight->values.size(); ++at)
        sums[at / taps % count] += largeness(weight->values[at]);
      for (std::size_t c = 0; c < count; ++c) depthwise(node) ? kernels[c] *= sums[c] : readers[c] += sums[c];
    }
    const bool read = std::any_of(readers.begin(), readers.end(), [](double sum) { return sum > 0; });
    for (std::size_t c = 0; c < count; ++c) {
      readers[c] = (read ? readers[c] : 1) * (last_norm.empty() ? kernels[c] : last_norm[c]);
    }
    return readers;
  }

  /// Which channels of the wide net node i keeps, in their order.
  const Channels& kept(std::size_t i) {
    std::optional<Channels>& chosen = chosen_[root(i)];
    if (chosen) return *chosen;
    const std::size_t count = wide_channels(i);
    const std::size_t wanted = std::min(count, static_cast<std::size_t>(graph_.nodes[i].shape.channels));
    Channels order = all_channels(static_cast<std::int64_t>(count));
    if (wanted < count) {
      const std::vector<double> weight = importance(root(i), count);
      std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return weight[a] > weight[b]; });
      order.resize(wanted);
      std::sort(order.begin(), order.end());
    }
    chosen = std::move(order);
    return *chosen;
  }

  void take(std::size_t i, const WeightSpec& spec, Weights& result) {
    const auto found = wide_.find(spec.name);
    if (found == wide_.end() || found->second.shape.size() != spec.shape.size()) return;
    const Node& node = graph_.nodes[i];
    const bool fewer = spec.shape.size() == 4 && reads_picture(node) && found->second.shape[1] < spec.shape[1];
    const Tensor source = fewer ? with_zeros(found->second, spec.shape[1]) : found->second;
    std::vector<Channels> axes;
    for (const std::int64_t side : source.shape) axes.push_back(all_channels(side));
    const std::size_t out = node.op == Op::transposed_conv && axes.size() == 4 ? 1 : 0;
    const bool cut = choose(axes[out], kept(i));
    if (spec.shape.size() == 4 && node.groups == 1 && node.inputs[0] != 0) {
      if (!choose(axes[1 - out], kept(static_cast<std::size_t>(node.inputs[0])))) return;
    }
    if (!cut) return;
    for (std::size_t a = 0; a < axes.size(); ++a) {
      if (axes[a].size() != static_cast<std::size_t>(spec.shape[a])) return;
    }
    result[spec.name] = net::cut(source, axes);
  }

  /// Whether a convolution's input is the picture, normalised or not.
  [[nodiscard]] bool reads_picture(const Node& node) const {
    if (node.op != Op::conv || node.groups != 1) return false;
    const Node& before = graph_.nodes[static_cast<std::size_t>(node.inputs[0])];
    return node.inputs[0] == 0 || (before.op == Op::affine && before.inputs[0] == 0);
  }

  /// A kernel [out, in, h, w] with zeros for the input channels that it lacks.
  static Tensor with_zeros(const Tensor& kernel, std::int64_t channels) {
    Tensor result{{kernel.shape[0], channels, kernel.shape[2], kernel.shape[3]}, {}};
    const std::size_t had = kernel.values.size() / static_cast<std::size_t>(kernel.shape[0]);
    const std::size_t has = had / static_cast<std::size_t>(kernel.shape[1]) * static_cast<std::size_t>(channels);
    result.values.assign(has * static_cast<std::size_t>(kernel.shape[0]), 0.0F);
    for (std::size_t out = 0; out < static_cast<std::size_t>(kernel.shape[0]); ++out) {
      std::copy_n(kernel.values.data() + out * had, had, result.values.data() + out * has);
    }
    return result;
  }

  static bool choose(Channels& axis, const Channels& channels) {
    if (channels.empty() || channels.back() >= axis.size()) return false;
    axis = channels;
    return true;
  }

  const Graph& graph_;
  const Weights& wide_;
  std::vector<std::size_t> class_;
  std::map<std::size_t, std::optional<Channels>> chosen_;
};

}  // namespace

Weights narrow(const Graph& graph, const Weights& wide) { return Narrowing(graph, wide).run(); }

}  // namespace segme::net
