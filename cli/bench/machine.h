// cli/bench/machine: what was measured on, and how fast it can be at all.
#pragma once

#include <string>

namespace segme::cli {

struct Machine {
  std::string processor;
  int cores = 1;
  [[nodiscard]] std::string text() const { return processor + ", " + std::to_string(cores) + " cores"; }
};

Machine this_machine();

/// What one thread of this machine can do: the fastest of some short tries.
struct Peak {
  double gflops = 0;            ///< 32-bit floats, a multiplication and an addition count two
  double gigabytes_second = 0;  ///< read and written together, from memory far larger than caches
};

Peak measure_peak();

}  // namespace segme::cli
