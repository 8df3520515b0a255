// infer/content_hash: four lanes, each folding in one word at a time by steps that can be undone (xor, product with an
// odd number, xor with its own upper half), so that no change of a word can be lost on the way.
#include "infer/content_hash.h"

#include <array>
#include <cstring>

namespace segme {
namespace {

constexpr std::uint64_t kOdd = 0x9E3779B97F4A7C15;  // 2^64 / golden ratio, made odd: its bits look random
constexpr std::size_t kLanes = 4;                   // hides the latency of the product

std::uint64_t fold(std::uint64_t sum, std::uint64_t word) {
  sum = (sum ^ word) * kOdd;
  return sum ^ sum >> 32U;
}

}  // namespace

std::uint64_t content_hash(std::span<const std::uint8_t> bytes, std::uint64_t seed) {
  std::array<std::uint64_t, kLanes> lanes{};
  for (std::size_t i = 0; i < kLanes; ++i) lanes[i] = fold(seed, i + 1);
  std::array<std::uint64_t, kLanes> words{};
  std::size_t at = 0;
  for (; at + sizeof words <= bytes.size(); at += sizeof words) {
    std::memcpy(words.data(), bytes.data() + at, sizeof words);
    for (std::size_t i = 0; i < kLanes; ++i) lanes[i] = fold(lanes[i], words[i]);
  }
  words.fill(0);
  if (at < bytes.size()) std::memcpy(words.data(), bytes.data() + at, bytes.size() - at);
  std::uint64_t sum = fold(kOdd, bytes.size());
  for (std::size_t i = 0; i < kLanes; ++i) sum = fold(fold(sum, fold(lanes[i], words[i])), i);
  return fold(sum, 0);
}

std::string hex_digits(std::uint64_t value) {
  std::string digits;
  for (int shift = 60; shift >= 0; shift -= 4)
    digits += "0123456789abcdef"[value >> static_cast<unsigned>(shift) & 15U];
  return digits;
}

}  // namespace segme
