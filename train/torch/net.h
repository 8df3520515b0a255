// train/torch/net: a Graph as something LibTorch can teach: its weights are tensors, forward() walks its nodes.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <torch/torch.h>

#include "net/graph.h"
#include "train/torch/rounding.h"

namespace segme::train {

class TorchNet {
 public:
  /// Random weights: He for convolutions (fan out), ones and zeros for norms, 0.25 for PReLU; the last convolution
  /// starts small, the last of a residual block without norms at zero.
  explicit TorchNet(net::Graph graph);

  /// Pictures [n, channels, h, w] of 0..255 -> the output of node `until` (default: the last). Any h and w that the
  /// strides divide: resizes follow the actual input, not the graph's nominal size.
  torch::Tensor forward(const torch::Tensor& pictures, bool training, const std::string& until = "");

  /// From now on forward() computes what the net's 8-bit file will, and running statistics stand still. `ranges`: of
  /// each node of the folded graph.
  void round_to_8_bits(const std::vector<net::Range>& ranges);
  /// How it rounds; null where it does not.
  [[nodiscard]] const Rounding* rounding() const { return rounding_.get(); }

  [[nodiscard]] const net::Graph& graph() const { return graph_; }
  [[nodiscard]] torch::Device device() const { return parameters_.front().second.device(); }
  /// Trained tensors by name, in node order.
  [[nodiscard]] const std::vector<std::pair<std::string, torch::Tensor>>& parameters() const { return parameters_; }
  /// Running statistics by name, in node order.
  [[nodiscard]] const std::vector<std::pair<std::string, torch::Tensor>>& statistics() const { return statistics_; }

  /// Moves every tensor to a device; those handed out before stay where they were.
  void to(torch::Device device);

  /// Weights whose names begin with `prefix` are no longer taught, their running statistics stand still; returns how
  /// many tensors that are.
  std::size_t freeze(const std::string& prefix);

  /// For weights that come folded (a convolution that a norm follows has a bias in `folded`, which lacks the norm):
  /// sets those norms so that the net gives what the folded one gives, with these pictures' statistics as the running
  /// ones. The convolutions themselves have been loaded. Returns how many norms that are.
  std::size_t unfold_norms(const torch::Tensor& pictures, const net::Weights& folded);

  /// Sets the running statistics of every norm to those of these pictures.
  void settle_statistics(const torch::Tensor& pictures);

  [[nodiscard]] net::Weights weights() const;
  /// Takes over every tensor of `weights` whose name and shape fit; returns how many.
  /// With `all`, a missing or misshaped one is Error(model).
  std::size_t load(const net::Weights& weights, bool all);

 private:
  const torch::Tensor& tensor(const std::string& name) const;
  template <class Visit>
  void visit_norms(const torch::Tensor& pictures, Visit visit);
  /// One node of `graph`, which is the net's or its folded form.
  torch::Tensor run(const net::Graph& graph, const net::Node& node, const std::vector<torch::Tensor>& values,
                    bool training) const;
  torch::Tensor run_rounded(const net::Node& node, const std::vector<torch::Tensor>& values) const;
  torch::Tensor forward_rounded(const torch::Tensor& pictures, const std::string& until) const;
  /// Whether a node is a norm that is taught and computed in our own loops.
  bool norm_is_ours(const net::Node& node, const std::vector<torch::Tensor>& values) const;
  torch::Tensor run_norm(const net::Node& node, const std::vector<torch::Tensor>& values, double low,
                         double high) const;

  net::Graph graph_;
  std::vector<std::pair<std::string, torch::Tensor>> parameters_;
  std::vector<std::pair<std::string, torch::Tensor>> statistics_;
  std::map<std::string, torch::Tensor> by_name_;
  std::set<std::string> frozen_;  // names of nodes
  std::shared_ptr<const Rounding> rounding_;
};

}  // namespace segme::train
