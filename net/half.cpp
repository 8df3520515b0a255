// net/half: rounds the significand to 10 bits; a carry out of it raises the exponent, which is what rounding up means.
#include "net/half.h"

#include <bit>

#include "net/channels.h"

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

float from_half(std::uint16_t half) {
  const std::uint32_t sign = static_cast<std::uint32_t>(half & 0x8000U) << 16U;
  const std::uint32_t exponent = (half >> 10U) & 0x1FU;
  const std::uint32_t fraction = half & 0x3FFU;
  if (exponent == 0) {
    const float value = static_cast<float>(fraction) * 0x1p-24F;
    return sign != 0 ? -value : value;
  }
  const std::uint32_t rebased = exponent == 31 ? 255U : exponent + 112U;
  return std::bit_cast<float>(sign | (rebased << 23U) | (fraction << 13U));
}

std::vector<std::uint16_t> to_halves(const Tensor& weights, std::size_t axis) {
  const ChannelsOf channels(weights, axis);
  std::vector<float> carried(channels.count(), 0.0F);
  std::vector<std::uint16_t> halves;
  halves.reserve(weights.values.size());
  for (std::size_t i = 0; i < weights.values.size(); ++i) {
    float& carry = carried[channels.of(i)];
    const float wanted = weights.values[i] + carry;
    halves.push_back(to_half(wanted));
    carry = wanted - from_half(halves.back());
  }
  return halves;
}

}  // namespace segme::net
