// net/half: floats as IEEE 754 half precision (fp16), as bits.
#pragma once

#include <cstdint>
#include <vector>

#include "net/graph.h"

namespace segme::net {

/// The nearest half, ties to even; from 65520 on it is infinite, up to 2^-25 zero.
std::uint16_t to_half(float value);

/// Exactly the value of a half.
float from_half(std::uint16_t half);

/// Weights as halves. What rounding takes from one value of a channel (an index along `axis`) the next one gets, so
/// that the errors of a channel add up to nothing: its inputs are mostly of one sign, and the sum is what is seen.
std::vector<std::uint16_t> to_halves(const Tensor& weights, std::size_t axis);

}  // namespace segme::net
