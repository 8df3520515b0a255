// net/latency: milliseconds = sum over kinds of work of amount x price. The usual prices were fitted to
// 30 measurements: ten nets of the catalogue at 128, 256 and 384 pixels, batch norms folded, 32-bit floats, OpenVINO
// 2026.4 on one core of a server processor with AVX-512 (processor time, the fastest of many runs; relative errors
// squared, no price below zero). There the estimate is off by 9 % on average and by 21 % at worst (slim and mnv3_seg).
// Depthwise convolutions came out as bound by memory alone, hence their price of 0: what they move is in the megabytes.
// On another processor all prices change, so it is good for comparing nets, not for promising milliseconds.
#include "net/latency.h"

#include "net/count.h"
#include "net/fold.h"

namespace segme::net {
namespace {

/// In the order of Work::Kind: milliseconds a million MACs, a megabyte, a node.
constexpr Prices kPrices{0.01641, 0.00895, 0.0, 0.01507, 0.08287, 0.00068};

/// Activations, sums and constants after a convolution are computed while its result is still in registers.
bool is_fused(const Graph& graph, const Node& node) {
  switch (node.op) {
    case Op::relu:
    case Op::relu6:
    case Op::prelu:
    case Op::sigmoid:
    case Op::hard_sigmoid:
    case Op::add: break;
    default: return false;
  }
  const Op before = graph.nodes[static_cast<std::size_t>(node.inputs[0])].op;
  return before == Op::conv || before == Op::transposed_conv || before == Op::add;
}

Work::Kind kind_of(const Graph& graph, const Node& node) {
  if (node.op == Op::transposed_conv) return Work::transposed;
  const Shape& in = graph.nodes[static_cast<std::size_t>(node.inputs[0])].shape;
  if (node.groups > 1 && node.groups == in.channels) return Work::depthwise;
  return node.kernel_height * node.kernel_width == 1 ? Work::pointwise : Work::dense;
}

}  // namespace

Work work_of(const Graph& graph, const Node& node) {
  Work work;
  if (node.op == Op::input || node.op == Op::dropout || node.op == Op::reshape) return work;
  if (node.op == Op::conv || node.op == Op::transposed_conv) {
    work.amount[kind_of(graph, node)] = static_cast<double>(count_macs(graph, node)) / 1e6;
  }
  if (is_fused(graph, node)) return work;
  std::int64_t floats = node.shape.size() + count_parameters(graph, node);
  for (const int input : node.inputs) floats += graph.nodes[static_cast<std::size_t>(input)].shape.size();
  work.amount[Work::megabytes] = static_cast<double>(floats) * 4 / 1e6;
  work.amount[Work::nodes] = 1;
  return work;
}

const Prices& usual_prices() { return kPrices; }

Latency estimate_latency(const Graph& graph, const Prices& prices) {
  Weights none;
  const Graph folded = fold_batch_norms(graph, none);
  Latency latency;
  for (const Node& node : folded.nodes) {
    const Work work = work_of(folded, node);
    double milliseconds = 0;
    for (std::size_t i = 0; i < Work::kinds; ++i) milliseconds += work.amount[i] * prices[i];
    latency.nodes.emplace_back(node.name, milliseconds);
    latency.milliseconds += milliseconds;
  }
  return latency;
}

}  // namespace segme::net
