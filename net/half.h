// net/half: floats as IEEE 754 half precision (fp16), as bits.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace segme::net {

/// The nearest half, ties to even; beyond 65504 it is infinite, below 2^-25 zero.
std::uint16_t to_half(float value);

/// Each of them.
std::vector<std::uint16_t> to_halves(std::span<const float> values);

}  // namespace segme::net
