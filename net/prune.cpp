// net/prune: every channel of every node belongs to a unit, which stays or goes as a whole; units that begin at the
// same node are a family, of which the share stays.
#include "net/prune.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <utility>

#include "base/error.h"
#include "net/channels.h"
#include "net/count.h"
#include "net/widths.h"

namespace segme::net {
namespace {

constexpr std::size_t kFew = 8;    // channels of a family that stays whole
constexpr std::size_t kMany = 32;  // from here on a multiple of 8: what engines compute at once
constexpr int kShares = 1000;      // steps of prune_to
constexpr double kLeast = 1e-12;   // of a sum that is divided by

using Units = std::vector<std::size_t>;
using Sizes = std::vector<double>;

double square(double x) { return x * x; }

/// A kernel's sum of squares by output and input channel of its group.
struct Energy {
  Energy(const Node& node, const Tensor& kernel) : transposed(node.op == Op::transposed_conv) {
    SEGME_CHECK(kernel.shape.size() == 4);
    rows = static_cast<std::size_t>(kernel.shape[0]);
    columns = static_cast<std::size_t>(kernel.shape[1]);
    const auto taps = static_cast<std::size_t>(kernel.shape[2] * kernel.shape[3]);
    sums.assign(rows * columns, 0);
    for (std::size_t i = 0; i < kernel.values.size(); ++i)
      sums[i / taps] += square(static_cast<double>(kernel.values[i]));
  }
  [[nodiscard]] std::size_t outs() const { return transposed ? columns : rows; }
  [[nodiscard]] std::size_t ins() const { return transposed ? rows : columns; }
  [[nodiscard]] double at(std::size_t out, std::size_t in) const {
    return transposed ? sums[in * columns + out] : sums[out * columns + in];
  }

  bool transposed;
  std::size_t rows = 0, columns = 0;
  Sizes sums;
};

class Pruning {
 public:
  Pruning(const Graph& graph, const Weights& weights) : graph_(graph), weights_(weights) {
    for (const Node& node : graph.nodes) units_.push_back(units_of(node));
    fix(units_.back());
    for (const Node& node : graph.nodes) sizes_.push_back(sizes_of(node));
    weigh();
    for (std::size_t u = 0; u < parent_.size(); ++u) {
      if (root(u) == u && !fixed_[u]) families_[born_[u]].push_back(u);
    }
    for (auto& [node, family] : families_) {
      std::stable_sort(family.begin(), family.end(),
                       [&](std::size_t a, std::size_t b) { return weight_[a] > weight_[b]; });
    }
  }

  [[nodiscard]] Pruned run(double keep) const {
    std::vector<bool> stays(parent_.size(), true);
    for (const auto& [node, family] : families_) {
      for (std::size_t i = kept(family.size(), keep); i < family.size(); ++i) stays[family[i]] = false;
    }
    Pruned result;
    for (std::size_t i = 0; i < graph_.nodes.size(); ++i) {
      for (const WeightSpec& spec : weight_specs(graph_, graph_.nodes[i]))
        result.weights[spec.name] = cut(weights_.at(spec.name), axes(i, spec, stays));
    }
    result.graph = with_widths_of(graph_, result.weights);
    SEGME_CHECK(!first_misfit(result.graph, result.weights));
    return result;
  }

 private:
  static std::size_t kept(std::size_t count, double keep) {
    if (count <= kFew || keep >= 1) return count;
    const std::size_t step = count >= kMany ? 8 : 4;
    const auto wanted =
        static_cast<std::size_t>(std::lround(keep * static_cast<double>(count) / static_cast<double>(step)));
    return std::min(count, std::max(kFew, wanted * step));
  }

  std::size_t root(std::size_t u) const {
    while (parent_[u] != u) u = parent_[u];
    return u;
  }
  void unite(std::size_t a, std::size_t b) {
    a = root(a);
    b = root(b);
    parent_[std::max(a, b)] = std::min(a, b);
    fixed_[std::min(a, b)] = fixed_[a] || fixed_[b];
  }
  void fix(const Units& units) {
    for (const std::size_t u : units) fixed_[root(u)] = true;
  }

  Units fresh(const Node& node, bool stay) {
    Units units(static_cast<std::size_t>(node.shape.channels));
    std::iota(units.begin(), units.end(), parent_.size());
    parent_.insert(parent_.end(), units.begin(), units.end());
    fixed_.insert(fixed_.end(), units.size(), stay);
    born_.insert(born_.end(), units.size(), units_.size());
    return units;
  }

  [[nodiscard]] const Units& units(const Node& node, std::size_t input) const {
    return units_[static_cast<std::size_t>(node.inputs[input])];
  }

  /// The unit of each of a node's channels; nodes come in order.
  Units units_of(const Node& node) {
    switch (node.op) {
      case Op::conv:
      case Op::transposed_conv:
        if (is_depthwise(graph_, node)) return units(node, 0);
        if (node.groups > 1) fix(units(node, 0));
        return fresh(node, node.groups > 1);
      case Op::add:
      case Op::subtract:
      case Op::multiply: {
        const Units& others = units(node, 1);
        if (others.size() != units(node, 0).size()) {  // one gate for all channels
          fix(others);
          return units(node, 0);
        }
        for (std::size_t c = 0; c < others.size(); ++c) unite(units(node, 0)[c], others[c]);
        return units(node, 0);
      }
      case Op::concat: {
        Units all;
        for (std::size_t i = 0; i < node.inputs.size(); ++i)
          all.insert(all.end(), units(node, i).begin(), units(node, i).end());
        return all;
      }
      case Op::softmax: fix(units(node, 0)); return units(node, 0);
      case Op::channel_max:
      case Op::shuffle:
      case Op::slice:
      case Op::pad:
      case Op::transpose:
      case Op::reshape: fix(units(node, 0)); return fresh(node, true);
      case Op::input: return fresh(node, true);
      default: return units(node, 0);
    }
  }

  [[nodiscard]] const Tensor& weight(const Node& node, const char* part) const {
    const auto found = weights_.find(node.name + part);
    SEGME_CHECK(found != weights_.end());
    return found->second;
  }
  [[nodiscard]] const Sizes& sizes(const Node& node, std::size_t input) const {
    return sizes_[static_cast<std::size_t>(node.inputs[input])];
  }

  /// How large each channel is, roughly: exactly 0 only where it is 0 for every picture.
  [[nodiscard]] Sizes sizes_of(const Node& node) const {
    Sizes made(static_cast<std::size_t>(node.shape.channels), 1);
    switch (node.op) {
      case Op::conv:
      case Op::transposed_conv: return kernel_sizes(node);
      case Op::batch_norm:
        for (std::size_t c = 0; c < made.size(); ++c) made[c] = norm_size(node, c);
        return made;
      case Op::add:
      case Op::subtract:
        for (std::size_t c = 0; c < made.size(); ++c) made[c] = std::hypot(sizes(node, 0)[c], sizes(node, 1)[c]);
        return made;
      case Op::multiply:
        for (std::size_t c = 0; c < made.size(); ++c)
          made[c] = sizes(node, 0)[c] * sizes(node, 1)[std::min(c, sizes(node, 1).size() - 1)];
        return made;
      case Op::concat:
        made.clear();
        for (std::size_t i = 0; i < node.inputs.size(); ++i)
          made.insert(made.end(), sizes(node, i).begin(), sizes(node, i).end());
        return made;
      case Op::relu:
      case Op::relu6:
      case Op::prelu:
      case Op::dropout:
      case Op::resize:
      case Op::global_average:
      case Op::average_pool:
      case Op::max_pool: return sizes(node, 0);
      default: return made;
    }
  }

  [[nodiscard]] Sizes kernel_sizes(const Node& node) const {
    const Energy energy(node, weight(node, ".weight"));
    const bool depthwise = is_depthwise(graph_, node);
    Sizes made;
    for (std::size_t out = 0; out < energy.outs(); ++out) {
      const double bias = node.bias ? static_cast<double>(weight(node, ".bias").values[out]) : 0.0;
      double sum = square(bias);
      for (std::size_t in = 0; in < energy.ins(); ++in) {
        const double size = depthwise ? sizes(node, 0)[out] : node.groups > 1 ? 1.0 : sizes(node, 0)[in];
        sum += square(size) * energy.at(out, in);
      }
      made.push_back(std::sqrt(sum));
    }
    return made;
  }

  /// A norm makes channels as large as its scale and shift say; of a channel of zeros, a constant.
  [[nodiscard]] double norm_size(const Node& node, std::size_t c) const {
    const auto value = [&](const char* part) { return static_cast<double>(weight(node, part).values[c]); };
    if (sizes(node, 0)[c] > 0) return std::hypot(value(".weight"), value(".bias"));
    const double spread = std::sqrt(value(".running_var") + static_cast<double>(node.epsilon));
    return std::abs(value(".bias") - value(".running_mean") * value(".weight") / spread);
  }

  /// A unit weighs what its channels have of the input of all convolutions that read them.
  void weigh() {
    weight_.assign(parent_.size(), 0);
    for (const Node& node : graph_.nodes) {
      if ((node.op != Op::conv && node.op != Op::transposed_conv) || node.groups > 1) continue;
      const Energy energy(node, weight(node, ".weight"));
      Sizes shares(energy.ins(), 0);
      for (std::size_t in = 0; in < shares.size(); ++in) {
        for (std::size_t out = 0; out < energy.outs(); ++out) shares[in] += energy.at(out, in);
        shares[in] *= square(sizes(node, 0)[in]);
      }
      const double sum = std::accumulate(shares.begin(), shares.end(), 0.0);
      for (std::size_t in = 0; in < shares.size(); ++in)
        weight_[root(units(node, 0)[in])] += shares[in] / std::max(sum, kLeast);
    }
  }

  /// Which channels of a node stay, in their order.
  [[nodiscard]] Channels left(std::size_t node, const std::vector<bool>& stays) const {
    Channels result;
    for (std::size_t c = 0; c < units_[node].size(); ++c) {
      if (stays[root(units_[node][c])]) result.push_back(c);
    }
    return result;
  }

  [[nodiscard]] std::vector<Channels> axes(std::size_t i, const WeightSpec& spec,
                                           const std::vector<bool>& stays) const {
    const Node& node = graph_.nodes[i];
    std::vector<Channels> result;
    for (const std::int64_t side : spec.shape) result.push_back(all_channels(side));
    const std::size_t out = node.op == Op::transposed_conv && result.size() == 4 ? 1 : 0;
    result[out] = left(i, stays);
    if (result.size() == 4 && node.groups == 1) result[1 - out] = left(static_cast<std::size_t>(node.inputs[0]), stays);
    return result;
  }

  const Graph& graph_;
  const Weights& weights_;
  std::vector<std::size_t> parent_, born_;  // by unit: what it is one with, the node that it begins at
  std::vector<bool> fixed_;
  std::vector<Units> units_;  // by node
  std::vector<Sizes> sizes_;
  Sizes weight_;                                              // by unit
  std::map<std::size_t, std::vector<std::size_t>> families_;  // roots that may go, by the node that they begin at
};

}  // namespace

Pruned prune(const Graph& graph, const Weights& weights, double keep) {
  SEGME_CHECK(keep > 0 && keep <= 1);
  return Pruning(graph, weights).run(keep);
}

Pruned prune_to(const Graph& graph, const Weights& weights, std::int64_t macs) {
  const Pruning pruning(graph, weights);
  const auto with = [&](int share) { return pruning.run(static_cast<double>(share) / kShares); };
  int low = 1;
  int high = kShares;  // the largest share that fits is at least `low`, if any, and at most `high`
  const std::int64_t least = count(with(low).graph).macs;
  if (least > macs) {
    throw Error(ExitCode::usage, "cannot prune net '" + graph.name + "' to " + std::to_string(macs) +
                                     " multiply-accumulates: at least " + std::to_string(least) +
                                     " are left, because some channels always stay. Give that many or more.");
  }
  while (low < high) {
    const int middle = (low + high + 1) / 2;
    if (count(with(middle).graph).macs <= macs) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return with(low);
}

}  // namespace segme::net
