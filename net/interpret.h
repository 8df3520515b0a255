// net/interpret: runs a graph plainly, one loop nest a node kind, every intermediate result kept: what the ranges of a
// quantised net are measured with, and the judge of the files that engines read. Correct first, fast enough second.
#pragma once

#include <span>
#include <vector>

#include "net/graph.h"

namespace segme::net {

class Interpreter {
 public:
  /// Both are kept by reference and must stay. @throws Error(model) when a weight is missing.
  Interpreter(const Graph& graph, const Weights& weights);

  /// Runs the net on one input, planes of floats (channels x height x width). The result holds the output of every
  /// node, in node order and the same layout; it is valid until the next run. @throws std::logic_error for a wrong size
  const std::vector<std::vector<float>>& run(std::span<const float> input);

 private:
  void run_node(const Node& node, std::vector<float>& y);
  [[nodiscard]] const std::vector<float>& weight(const std::string& name) const;

  const Graph& graph_;
  const Weights& weights_;
  std::vector<std::vector<float>> values_;
};

}  // namespace segme::net
