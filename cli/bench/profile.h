// cli/bench/profile: how long each layer of a net takes, by kind and one by one, in the form that TFLite's benchmark
// tool made usual, with how near each comes to what the machine can do at all.
#pragma once

#include <string>
#include <vector>

#include "cli/bench/machine.h"
#include "cli/bench/options.h"
#include "infer/engine.h"

namespace segme::cli {

/// One line of a summary: all layers of a kind, or one layer.
struct ProfileLine {
  std::string name;
  int count = 0;
  double milliseconds = 0;  ///< mean of the runs, of all layers of this line together
  double macs = 0, bytes = 0;
  int times_called = 0;
};

struct Profile {
  std::string model, device;
  int nodes = 0;
  int threads = 1;
  std::vector<double> runs;         ///< milliseconds of each, the whole net
  std::vector<ProfileLine> kinds;   ///< the slowest first
  std::vector<ProfileLine> layers;  ///< the slowest first
  [[nodiscard]] double layer_total() const;
};

/// Sums the times of layers up; of each only the last `rounds` runs count.
Profile sum_up(const std::vector<LayerTimes>& layers, int rounds);

/// Profiles every model under every setting, and prints it as the options say. @throws Error(model), Error(usage) when
/// the engine cannot tell
void run_profile(const BenchOptions& options);

}  // namespace segme::cli
