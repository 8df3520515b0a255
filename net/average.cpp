// net/average: sums in double, in the order given.
#include "net/average.h"

#include <vector>

#include "base/error.h"

namespace segme::net {

Weights average(std::span<const NamedWeights> sets) {
  if (sets.empty()) throw Error(ExitCode::usage, "there are no weights to average. Give two files or more.");
  Weights result;
  for (const auto& [name, first] : sets.front().weights) {
    std::vector<double> sum(first.values.size(), 0);
    for (const NamedWeights& set : sets) {
      const auto found = set.weights.find(name);
      if (found == set.weights.end() || found->second.shape != first.shape ||
          set.weights.size() != sets.front().weights.size()) {
        throw Error(ExitCode::model, "cannot average '" + sets.front().name + "' and '" + set.name +
                                         "': they are of different nets (see tensor '" + name +
                                         "'). Give files of runs of one net.");
      }
      for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += static_cast<double>(found->second.values[i]);
    }
    Tensor& mean = result[name];
    mean.shape = first.shape;
    for (const double value : sum) mean.values.push_back(static_cast<float>(value / static_cast<double>(sets.size())));
  }
  return result;
}

}  // namespace segme::net
