// train/torch/learner: a net, its averaged weights and its optimiser, and one step of learning.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "net/catalogue.h"
#include "train/loader.h"
#include "train/options.h"
#include "train/torch/net.h"
#include "train/torch/ranks.h"

namespace segme::train {

/// How far each tensor of a folded net reaches on pictures of the set.
using FindRanges = std::function<std::vector<net::Range>(const net::Graph& folded, const net::Weights& weights)>;

class Learner {
 public:
  /// Weights from options.start where it is given; frozen as options.freeze says. `find_ranges` is asked once, at the
  /// first step of a run that options.quantise says is one for 8 bits. @throws Error
  Learner(net::Graph graph, const TrainOptions& options, FindRanges find_ranges = {});

  /// One step at this learning rate; returns the loss, averaged over `ranks`. A loss or a gradient that is no finite
  /// number changes no weight and no average: @throws Error(input). At what step, the caller knows.
  double step(const Batch& batch, double rate, Ranks& ranks);

  [[nodiscard]] TorchNet& net() { return net_; }
  [[nodiscard]] const net::Graph& graph() const { return net_.graph(); }
  /// The averaged weights: what is judged and kept.
  [[nodiscard]] TorchNet& average() { return average_; }
  [[nodiscard]] const std::string& net_name() const { return net_.graph().name; }
  [[nodiscard]] torch::Device device() const { return net_.device(); }
  /// What options.bf16 asks for, where 16 bits are fast.
  [[nodiscard]] bool computes_in_16_bits() const;
  [[nodiscard]] std::int64_t steps() const { return steps_; }

  void save(torch::serialize::OutputArchive& archive) const;
  /// @throws c10::Error where the archive has not what this net and these options need.
  void load(torch::serialize::InputArchive& archive);

 private:
  void read_start();
  void unfold(const torch::Tensor& images, Ranks& ranks);
  void freeze();
  void find_rounding();
  void round(const std::vector<net::Range>& ranges);
  [[nodiscard]] std::uint64_t prior_seed(const Ranks& ranks) const;
  void make_optimizer();
  [[nodiscard]] torch::Tensor loss_of(const torch::Tensor& logits, const torch::Tensor& mattes) const;
  void share_gradients(Ranks& ranks);
  void follow();

  TrainOptions options_;
  FindRanges find_ranges_;
  TorchNet net_, average_;
  std::optional<TorchNet> teacher_;
  std::set<std::string> started_;  // tensors that came from options.start
  net::Weights folded_;            // those of options.start, until the first step has made norms of its biases
  std::string folded_net_;         // the net that they are of
  std::unique_ptr<torch::optim::Optimizer> optimizer_;
  std::vector<double> factors_;  // of the learning rate, by group of the optimiser
  std::vector<torch::Tensor> taught_;
  std::int64_t steps_ = 0;
};

}  // namespace segme::train
