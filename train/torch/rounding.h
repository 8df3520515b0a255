// train/torch/rounding: teaching for 8 bits: forward, a net computes what its 8-bit file will; backward, rounding is
// taken for nothing at all (straight-through: Bengio et al. 2013; Jacob et al. 2018). Norms are folded with the
// statistics that they have, and these stand still.
#pragma once

#include <map>
#include <string>
#include <vector>

#include <torch/torch.h>

#include "net/quantise.h"

namespace segme::train {

/// The folded form of a net, and how each of its tensors is rounded.
struct Rounding {
  /// `ranges`: of each node of the folded graph.
  Rounding(const net::Graph& whole, std::vector<net::Range> ranges);

  net::Graph folded;
  std::vector<net::Range> ranges;
  net::Quantisation rules;
  std::map<std::string, net::Node> norms;  ///< those that were folded, by the name of their convolution
};

/// The values that the bytes of `rule` stand for. What lies beyond its ends learns only to come back.
torch::Tensor rounded(const torch::Tensor& x, const net::Quantiser& rule);

struct RoundedConvolution {
  torch::Tensor weight, bias;
};

/// As net::round_convolution(): what is read has the rule `input`.
RoundedConvolution rounded(const net::Graph& graph, const net::Node& convolution, const net::Quantiser& input,
                           const torch::Tensor& weight, const torch::Tensor& bias);

}  // namespace segme::train
