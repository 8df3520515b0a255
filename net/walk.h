// net/walk: one order for the steps of a net, whatever order a file lists them in: each after those it reads, and of
// two branches the longer one first.
#pragma once

#include <span>
#include <vector>

namespace segme::net {

struct Step {
  std::vector<int> inputs;  ///< earlier steps that it reads; others are left out
  int length = 1;           ///< by how much it makes a branch longer
};

/// The steps that `outputs` come from, each once.
std::vector<int> walk_order(std::span<const Step> steps, std::span<const int> outputs);

}  // namespace segme::net
