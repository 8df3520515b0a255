// infer/sha256: the hash by which a card names its model file (FIPS 180-4).
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace segme {

/// SHA-256 as 64 lower-case hex digits.
std::string sha256_hex(std::span<const std::uint8_t> bytes);

}  // namespace segme
