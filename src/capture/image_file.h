// capture/image_file: one picture file -> Image. JPEG, PNG, WebP, TIFF, BMP, HEIC, AVIF, JPEG XL; any depth, grey,
// palette, alpha, CMYK; orientation applied; colour profiles and codes converted to sRGB. Formats are recognised by
// content, not by name. Of several pages, frames or pictures the first is read, or the main one.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/image.h"

namespace segme {

/// What the file said of itself before it became an upright 8-bit sRGB picture.
struct ImageInfo {
  std::string format;  ///< "JPEG", "PNG", "WebP", "TIFF", "BMP", "HEIC", "AVIF", "JPEG XL"
  int file_width = 0;  ///< as stored, before orientation (of HEIC, AVIF and JPEG XL behind it)
  int file_height = 0;
  int bits = 8;         ///< bits a channel in the file
  int orientation = 1;  ///< EXIF 1..8; already applied
  bool had_alpha = false;
  bool had_profile = false;        ///< colours other than sRGB (an ICC profile, a colour code) were converted
  int pages = 1;                   ///< pages, frames or pictures in the file, this one among them
  std::vector<std::string> notes;  ///< what the user should know of it: clauses such as "it has 2 pages, ..."
};

/// The largest picture read: more than this many pixels in the header is refused before any of it is decoded.
inline constexpr std::int64_t kMaxPixels = 200'000'000;

/// Decodes bytes to RGB (3 channels) or RGBA (4, straight, only when `keep_alpha` and the file has alpha; otherwise
/// alpha is composited on white). `name` stands in error sentences. Upright, sRGB.
/// @throws Error(input): not a picture, cut short, too large, of a kind that is not read; Error(missing): of a kind
/// whose library is not there.
Image decode_image(std::span<const std::uint8_t> bytes, std::string_view name, bool keep_alpha = false,
                   ImageInfo* info = nullptr);

/// Reads and decodes a file. @throws Error(input), Error(missing)
Image read_image(const std::filesystem::path& path, bool keep_alpha = false, ImageInfo* info = nullptr);

/// What of a matte's file its matte does not show.
struct MatteFile {
  int apart = 0;           ///< of 255: how far apart the three channels of a pixel are at most; 0 for grey
  bool had_alpha = false;  ///< and it was not what was read
};

/// Reads a file whose grey value is a matte (mask): grey or the first channel, 8 or 16 bit, scaled to 0..1; for a file
/// with alpha and `prefer_alpha`, its alpha. @throws Error(input), Error(missing)
Matte read_matte(const std::filesystem::path& path, bool prefer_alpha = false, MatteFile* file = nullptr);

}  // namespace segme
