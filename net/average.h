// net/average: the mean of several sets of weights of one net. Runs that began at the same weights lie in one valley,
// and the middle of it is often better than each of them (Wortsman et al. 2022, model soups).
#pragma once

#include <span>
#include <string>

#include "net/graph.h"

namespace segme::net {

/// Weights and what to call them in a sentence: the file they came from.
struct NamedWeights {
  std::string name;
  Weights weights;
};

/// Tensor by tensor, running statistics too; all count alike. @throws Error(model) where one lacks a tensor of the
/// first, or has one more or one of another shape; Error(usage) where there are none.
Weights average(std::span<const NamedWeights> sets);

}  // namespace segme::net
