// capture/png/chunks: length, type, data, checksum; and the few types that are asked for. What comes before what: PNG
// third edition, 4.3 (cICP, iCCP, sRGB, gAMA and cHRM).
#include "capture/png/chunks.h"

#include <algorithm>
#include <cstring>
#include <string_view>

namespace segme::png {
namespace {

constexpr std::size_t kSignature = 8;
constexpr std::size_t kAround = 12;  // length, type and checksum of a chunk

std::uint32_t number_at(std::span<const std::uint8_t> bytes, std::size_t at) {
  return std::uint32_t{bytes[at]} << 24 | std::uint32_t{bytes[at + 1]} << 16 | std::uint32_t{bytes[at + 2]} << 8 |
         bytes[at + 3];
}

/// The chunks that say colours, and what follows from them together.
struct ColourChunks {
  std::span<const std::uint8_t> cicp, gamma, chroma;
  bool srgb = false;

  [[nodiscard]] std::optional<ColourCode> code() const {
    if (cicp.size() == 4) return colour_code(cicp[0], cicp[1]);
    if (srgb || (gamma.size() != 4 && chroma.size() != 32)) return std::nullopt;
    ColourCode result;
    constexpr double kOne = 100000;
    if (gamma.size() == 4 && number_at(gamma, 0) > 0) {
      result.transfer = Transfer::power;
      result.exponent = kOne / number_at(gamma, 0);
      if (result.exponent > 2.2 * 0.95 && result.exponent < 2.2 * 1.05) result.transfer = Transfer::srgb;
    }
    if (chroma.size() == 32) {
      const auto point = [&](std::size_t i) {
        return Chromaticity{number_at(chroma, 8 * i) / kOne, number_at(chroma, 8 * i + 4) / kOne};
      };
      result.white = point(0);
      result.primaries = {point(1), point(2), point(3)};
    }
    return result;
  }
};

}  // namespace

Chunks find_chunks(std::span<const std::uint8_t> file) {
  Chunks found;
  ColourChunks colours;
  bool pixels = false, animated = false;
  for (std::size_t at = kSignature; at + kAround <= file.size();) {
    const std::uint32_t length = number_at(file, at);
    if (length > file.size() - at - kAround) break;
    const auto is = [&](std::string_view type) { return std::memcmp(file.data() + at + 4, type.data(), 4) == 0; };
    const std::span<const std::uint8_t> data = file.subspan(at + 8, length);
    if (is("eXIf") && found.exif.empty()) found.exif = data;
    if (is("cICP")) colours.cicp = data;
    if (is("gAMA")) colours.gamma = data;
    if (is("cHRM")) colours.chroma = data;
    colours.srgb = colours.srgb || is("sRGB");
    if (is("acTL") && length >= 4 && !pixels) {
      animated = true;
      found.frames = static_cast<int>(std::min<std::uint32_t>(number_at(data, 0), 1U << 30U));
    }
    // A picture that is not told when to be shown is no frame of the animation.
    if (is("fcTL") && !pixels) animated = false;
    if (is("IDAT") && !pixels) {
      pixels = true;
      if (animated) ++found.frames;
    }
    if (is("IEND")) break;
    at += kAround + length;
  }
  found.frames = std::max(found.frames, 1);
  found.colours = colours.code();
  found.colours_before_profile = colours.cicp.size() == 4;
  return found;
}

}  // namespace segme::png
