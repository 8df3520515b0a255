// data/label: truth and what a net says of the same picture, as one matte to teach with.
#pragma once

#include <optional>

#include "base/image.h"

namespace segme::data {

/// (1 - share) truth + share said, pixel by pixel; nothing where both are not of the same person: where the IoU of what
/// lies at one half and above in each is below `agree`. Both of one size, values 0..1. Two empty mattes agree.
std::optional<Matte> mix_labels(const Matte& truth, const Matte& said, float share, double agree);

}  // namespace segme::data
