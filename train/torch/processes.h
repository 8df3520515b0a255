// train/torch/processes: starts this program once more for every further rank of --processes; Ctrl-C reaches all of
// them, and none outlives the first.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "train/torch/ranks.h"

namespace segme::train {

class Processes {
 public:
  /// In the first process: starts count - 1 others with the same arguments and meets them. In one of these, which knows
  /// itself by its environment: meets the first. @throws Error
  Processes(int count, char** arguments);
  /// Waits for the others to end.
  ~Processes();
  Processes(const Processes&) = delete;
  Processes& operator=(const Processes&) = delete;
  [[nodiscard]] Ranks& ranks() { return *ranks_; }

 private:
  void start(int count, char** arguments);
  std::string store_;
  std::vector<int> children_;
  std::unique_ptr<Ranks> ranks_;
};

}  // namespace segme::train
