// net/tflite/phases: a transposed convolution with 4x4 taps, stride 2 and padding 1, written as a plain convolution.
// Each place of the input gives a block of 2x2 results, and each of these sums 2x2 of the 3x3 inputs around the place.
// So a convolution with 3x3 taps gives the four results as channels, and DEPTH_TO_SPACE puts them in their places.
#pragma once

#include <optional>
#include <set>

#include "net/tflite/opened.h"

namespace segme::net {

constexpr int kPhases = 4;     // results in a block
constexpr int kBlockSide = 2;  // of a block, in results

/// [in, out, 4, 4] -> [4 * out, in, 3, 3]. Channel (2 * row + column) * out + c is result c at that place of a block.
Tensor phases_of(const Tensor& kernel);

/// The way back; nothing for another shape, or where a tap is not zero that phases_of() leaves zero.
std::optional<Tensor> kernel_of_phases(const Tensor& phases);

/// The tensors whose channels a DEPTH_TO_SPACE puts into blocks of 2x2.
std::set<int> placed_tensors(const OpenedTflite& file);

}  // namespace segme::net
