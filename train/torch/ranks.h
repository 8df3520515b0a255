// train/torch/ranks: the processes that share a run. Each holds the whole net and sees a part of every batch; their
// gradients are averaged through LibTorch's c10d with Gloo, over a file and the loopback network.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <torch/torch.h>

namespace segme::train {

class Ranks {
 public:
  /// One process alone.
  Ranks();
  /// Rank 0 .. count - 1 of a group that meets through the file `store`, which must not be there before the first
  /// comes. Waits for all of them. @throws Error(missing) where LibTorch was built without Gloo or SegMe without its
  /// headers.
  Ranks(const std::string& store, int rank, int count);
  ~Ranks();
  Ranks(const Ranks&) = delete;
  Ranks& operator=(const Ranks&) = delete;

  [[nodiscard]] int rank() const { return rank_; }
  [[nodiscard]] int count() const { return count_; }
  /// Whether this build can have more than one.
  static bool available();

  /// Every element becomes its mean over the processes. @throws Error(input) when one of them has ended.
  void average(torch::Tensor& values);
  /// The mean of one number.
  double mean(double value);
  /// Values of rank 0 for all.
  void share(std::vector<double>& values);

 private:
  struct Group;
  std::unique_ptr<Group> group_;
  int rank_ = 0, count_ = 1;
};

}  // namespace segme::train
