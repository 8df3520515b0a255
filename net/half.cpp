// net/half: rounds the significand to 10 bits; a carry out of it raises the exponent, which is what rounding up means.
#include "net/half.h"

#include <bit>

namespace segme::net {
namespace {

constexpr int kDroppedBits = 23 - 10;
constexpr std::uint32_t kSignificand = (1U << 23U) - 1;
constexpr int kSmallestExponent = 127 - 14;  // of a normal half, in a float's bias
constexpr int kLargestExponent = 127 + 15;
constexpr std::uint32_t kInfinity = 0x7C00;

/// value / 2^bits, ties to even.
std::uint32_t rounded(std::uint32_t value, int bits) {
  const std::uint32_t half = 1U << static_cast<unsigned>(bits - 1);
  const std::uint32_t odd = (value >> static_cast<unsigned>(bits)) & 1U;
  return (value + half - 1 + odd) >> static_cast<unsigned>(bits);
}

}  // namespace

std::uint16_t to_half(float value) {
  const auto bits = std::bit_cast<std::uint32_t>(value);
  const std::uint32_t sign = (bits >> 16U) & 0x8000U;
  const int exponent = static_cast<int>((bits >> 23U) & 0xFFU);
  const std::uint32_t significand = bits & kSignificand;
  std::uint32_t magnitude = 0;
  if (exponent == 0xFF) {
    magnitude = kInfinity | (significand != 0 ? 0x200U : 0U);
  } else if (exponent > kLargestExponent) {
    magnitude = kInfinity;
  } else if (exponent >= kSmallestExponent) {
    magnitude =
        rounded(static_cast<std::uint32_t>(exponent - kSmallestExponent + 1) << 23U | significand, kDroppedBits);
  } else if (exponent >= kSmallestExponent - 11) {  // a subnormal half
    magnitude = rounded(significand | (1U << 23U), kDroppedBits + kSmallestExponent - exponent);
  }
  return static_cast<std::uint16_t>(sign | magnitude);
}

std::vector<std::uint16_t> to_halves(std::span<const float> values) {
  std::vector<std::uint16_t> halves;
  halves.reserve(values.size());
  for (const float value : values) halves.push_back(to_half(value));
  return halves;
}

}  // namespace segme::net
