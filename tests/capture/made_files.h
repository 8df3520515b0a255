// Picture files made byte by byte, without the libraries that read them, for the tests of capture/.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/image.h"

namespace segme::made {

using Bytes = std::vector<std::uint8_t>;

// Byte by byte, for GCC 12 sees overflows in insert() where there are none.
inline void append(Bytes& bytes, std::string_view text) {
  for (const char letter : text) bytes.push_back(static_cast<std::uint8_t>(letter));
}
inline void append(Bytes& bytes, std::span<const std::uint8_t> more) {
  for (const std::uint8_t byte : more) bytes.push_back(byte);
}
inline void big(Bytes& bytes, std::uint64_t value, int count) {
  for (int i = count - 1; i >= 0; --i) bytes.push_back(static_cast<std::uint8_t>(i < 8 ? value >> (8 * i) : 0));
}
inline void little(Bytes& bytes, std::uint64_t value, int count) {
  for (int i = 0; i < count; ++i) bytes.push_back(static_cast<std::uint8_t>(i < 8 ? value >> (8 * i) : 0));
}

constexpr int kShort = 3;  ///< kinds of numbers in EXIF and TIFF
constexpr int kLong = 4;

/// An EXIF block (without "Exif\0\0") that says only the orientation, as a number of that kind.
Bytes exif(int orientation, int kind = kShort);

/// `jpeg` with a segment put behind its SOI; `marker` is 0xE1 for EXIF, 0xE2 for ICC.
Bytes with_segment(const Bytes& jpeg, int marker, std::span<const std::uint8_t> payload);
Bytes with_exif(const Bytes& jpeg, int orientation, int kind = kShort);
/// The profile cut into `pieces` segments.
Bytes with_profile(const Bytes& jpeg, const Bytes& profile, int pieces);

struct PngFile {
  int width = 1;
  int height = 1;
  int bits = 8;
  int colour_type = 2;  ///< 0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGB and alpha
  bool interlaced = false;
  Bytes palette = {};                                      ///< PLTE
  Bytes transparency = {};                                 ///< tRNS
  Bytes profile = {};                                      ///< iCCP
  Bytes exif_block = {};                                   ///< eXIf
  bool exif_last = false;                                  ///< behind the pixels
  std::vector<std::pair<std::string, Bytes>> chunks = {};  ///< others, before the pixels
  bool without_rows = false;                               ///< a header and nothing behind it
  /// The sample of channel c at x, y, as stored.
  std::function<int(int x, int y, int c)> sample = [](int, int, int) { return 0; };
};
Bytes png(const PngFile& file);

/// A WebP file (as libwebp wrote it, without VP8X) with EXIF or ICC chunks around it; empty ones are left out.
Bytes webp_with(const Bytes& webp, int width, int height, const Bytes& exif_block, const Bytes& profile);

/// An animated WebP file of width x height whose frames are these files, each at its place (even numbers).
struct WebpFrame {
  Bytes webp;
  int x = 0, y = 0, width = 1, height = 1;
};
Bytes webp_animation(int width, int height, const std::vector<WebpFrame>& frames);

struct TiffFile {
  int width = 1;
  int height = 1;
  int bits = 8;
  int samples = 3;
  int photometric = 2;  ///< 0 white is zero, 1 black is zero, 2 RGB, 3 palette, 5 CMYK
  int orientation = 1;
  int orientation_kind = kShort;
  int subfile = -1;  ///< NewSubfileType: 1 a smaller version of another page
  int extra = -1;    ///< EXTRASAMPLES: 1 premultiplied alpha, 2 straight alpha
  bool big_endian = false;
  int tile = 0;                             ///< side of the tiles, 0 = one strip
  bool planes = false;                      ///< each channel in a plane of its own
  std::vector<std::uint16_t> palette = {};  ///< all red, then green, then blue
  Bytes profile = {};
  std::function<int(int x, int y, int c)> sample = [](int, int, int) { return 0; };
};
Bytes tiff(const TiffFile& file);
/// Several pages, all of one byte order.
Bytes tiff(const std::vector<TiffFile>& pages);

/// Where EXIF puts the stored pixel (column, row) in an upright picture of width x height.
inline std::pair<int, int> upright_place(int orientation, int column, int row, int width, int height) {
  switch (orientation) {
    case 2: return {width - 1 - column, row};               // row 0 on top, column 0 on the right
    case 3: return {width - 1 - column, height - 1 - row};  // bottom, right
    case 4: return {column, height - 1 - row};              // bottom, left
    case 5: return {row, column};                           // row 0 on the left, column 0 on top
    case 6: return {width - 1 - row, column};               // right, top
    case 7: return {width - 1 - row, height - 1 - column};  // right, bottom
    case 8: return {row, height - 1 - column};              // left, bottom
    default: return {column, row};
  }
}

/// What a camera held so stores of an upright picture.
Image as_stored(const Image& upright, int orientation);

/// A picture in which no two neighbours and no two corners are alike.
Image uneven(int width, int height, int channels);

bool same(const Image& a, const Image& b);
/// In decibels; 99 when equal.
double psnr(const Image& a, const Image& b);

}  // namespace segme::made
