// data/npy_values: what the bytes of an array file are as numbers. All of NumPy's numbers are read, because what a
// value means is for data/values.h to judge: advice by type alone ("save uint8") makes black pictures of floats of
// 0..1.
#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>

#include "base/error.h"
#include "data/npy.h"

namespace segme::data {
namespace {

struct TypeInfo {
  NpyType type;
  std::string_view name;  ///< without the sign of the order
  std::size_t bytes;
};
using enum NpyType;
constexpr std::array kTypes{TypeInfo{uint8, "u1", 1},  TypeInfo{float32, "f4", 4}, TypeInfo{boolean, "b1", 1},
                            TypeInfo{int8, "i1", 1},   TypeInfo{uint16, "u2", 2},  TypeInfo{int16, "i2", 2},
                            TypeInfo{uint32, "u4", 4}, TypeInfo{int32, "i4", 4},   TypeInfo{uint64, "u8", 8},
                            TypeInfo{int64, "i8", 8},  TypeInfo{float16, "f2", 2}, TypeInfo{float64, "f8", 8}};

static_assert([] {
  for (std::size_t i = 0; i < kTypes.size(); ++i) {
    if (static_cast<std::size_t>(kTypes[i].type) != i) return false;
  }
  return true;
}());

const TypeInfo& info_of(NpyType type) { return kTypes[static_cast<std::size_t>(type)]; }

/// IEEE half -> float.
float from_half_bits(std::uint16_t bits) {
  const int exponent = bits >> 10U & 31U;
  const float part = static_cast<float>(bits & 1023U);
  const float size = exponent == 0    ? std::ldexp(part, -24)
                     : exponent == 31 ? (part == 0 ? INFINITY : NAN)
                                      : std::ldexp(part + 1024, exponent - 25);
  return (bits & 0x8000U) != 0 ? -size : size;
}

template <class Number>
float read_as(const std::uint8_t* bytes) {
  Number number{};
  std::memcpy(&number, bytes, sizeof number);
  return static_cast<float>(number);
}

float value_of(NpyType type, const std::uint8_t* bytes) {
  switch (type) {
    case uint8: return static_cast<float>(*bytes);
    case boolean: return *bytes != 0 ? 1.0F : 0.0F;
    case int8: return read_as<std::int8_t>(bytes);
    case uint16: return read_as<std::uint16_t>(bytes);
    case int16: return read_as<std::int16_t>(bytes);
    case uint32: return read_as<std::uint32_t>(bytes);
    case int32: return read_as<std::int32_t>(bytes);
    case uint64: return read_as<std::uint64_t>(bytes);
    case int64: return read_as<std::int64_t>(bytes);
    case float32: return read_as<float>(bytes);
    case float16: {
      std::uint16_t bits = 0;
      std::memcpy(&bits, bytes, sizeof bits);
      return from_half_bits(bits);
    }
    case float64: {
      double number = 0;
      std::memcpy(&number, bytes, sizeof number);
      // What no float holds is outside every scale; only its sign and that it is no number count.
      return std::isnan(number) ? NAN : static_cast<float>(std::clamp(number, -1e30, 1e30));
    }
  }
  SEGME_CHECK(false);
  return 0;
}

}  // namespace

std::optional<NpyKind> find_npy_kind(std::string_view descr) {
  bool swapped = false;
  if (!descr.empty() && std::string_view("<>|=").find(descr[0]) != std::string_view::npos) {
    swapped = descr[0] == '>';
    descr.remove_prefix(1);
  }
  const auto found = std::find_if(kTypes.begin(), kTypes.end(), [&](const TypeInfo& t) { return t.name == descr; });
  if (found == kTypes.end()) return std::nullopt;
  return NpyKind{found->type, swapped && found->bytes > 1};
}

NpyScale scale_of(NpyType type) {
  const bool floats = type == float16 || type == float32 || type == float64;
  if (floats) return {1, "floats are read as 0..1"};
  if (type == boolean) return {1, "booleans are 0 or 1"};
  return {255, "whole numbers are read as 0..255"};
}

std::size_t NpyHead::value_bytes() const { return info_of(type).bytes; }

std::vector<float> to_floats(NpyKind kind, std::span<const std::uint8_t> bytes) {
  static_assert(std::endian::native == std::endian::little);
  const std::size_t width = info_of(kind.type).bytes;
  SEGME_CHECK(bytes.size() % width == 0);
  std::vector<float> values(bytes.size() / width);
  std::array<std::uint8_t, 8> value{};
  for (std::size_t i = 0; i < values.size(); ++i) {
    std::copy_n(bytes.data() + i * width, width, value.begin());
    if (kind.swapped) std::reverse(value.begin(), value.begin() + static_cast<std::ptrdiff_t>(width));
    values[i] = value_of(kind.type, value.data());
  }
  return values;
}

}  // namespace segme::data
