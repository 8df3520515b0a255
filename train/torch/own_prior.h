// train/torch/own_prior: the matte of the frame before as a video gives it: what the net itself says of a frame that is
// a little elsewhere and has other noise. A net that meets only the truth as its prior learns to believe it, mistakes
// and all; one that meets its own answers learns what they are worth (the idea of Ross et al. 2011, DAgger).
#pragma once

#include <cstdint>

#include <torch/torch.h>

#include "train/torch/net.h"

namespace segme::train {

/// Replaces the fourth channel of about `share` of the pictures [n,4,h,w] (0..255, prior 0..1) by the matte (0..1) that
/// `net` gives of them, moved and noisy. Half of those frames are first ones, the others have the prior that was there.
/// The same seed gives the same mattes.
void say_own_priors(TorchNet& net, double share, std::uint64_t seed, torch::Tensor& pictures);

}  // namespace segme::train
