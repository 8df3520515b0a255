// net/latency_fit: the prices of net/latency for one machine, out of what nets took there.
#pragma once

#include <string>
#include <vector>

#include "net/latency.h"

namespace segme::net {

/// What one net took.
struct LatencySample {
  std::string name;  ///< of the net; several sizes of one net have the same
  int size = 0;
  Work work;
  double milliseconds = 0;  ///< above 0
  double foretold = 0;      ///< what prices fitted to all other nets say, see foretell()
};

/// The sum of the work of all nodes of a folded graph.
Work work_of(const Graph& graph);

/// Milliseconds.
double predict(const Work& work, const Prices& prices);

/// Least squares of the relative errors, no price below zero. At least one sample.
Prices fit_prices(const std::vector<LatencySample>& samples);

/// Sets `foretold` of each: fitted without all samples of its own net, so that the error is that of a net which was
/// never seen. Samples of at least two nets.
void foretell(std::vector<LatencySample>& samples);

}  // namespace segme::net
