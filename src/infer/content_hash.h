// infer/content_hash: a fast 64-bit hash (about 10 GB/s) that tells a damaged or another file apart. Not against
// malice.
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace segme {

/// Changes for sure when one 8-byte word changes, and but for 1 in 2^64 when more do or when the length does.
std::uint64_t content_hash(std::span<const std::uint8_t> bytes, std::uint64_t seed = 0);

/// As 16 hex digits.
std::string hex_digits(std::uint64_t value);

}  // namespace segme
