// sink/image_file: one picture or matte -> bytes of a file, which base/file_writer puts in its place.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/file_writer.h"
#include "base/image.h"

namespace segme {

struct ImageFileOptions {
  int quality = 92;      ///< JPEG and lossy WebP, 1..100
  int compression = 3;   ///< PNG zlib level 0..9
  bool lossless = true;  ///< WebP
  void describe(auto& visit) {
    visit("quality", quality, "JPEG and lossy WebP quality", 1, 100);
    visit("compression", compression, "PNG effort: 0 fastest, 9 smallest", 0, 9);
    visit("lossless", lossless, "WebP without loss");
  }
};

/// Encodes a 1-, 3- or 4-channel picture; `extension` (".png", ".webp", ".tif", ".jpg", ".bmp") says the kind.
/// JPEG and BMP have no alpha: a 4-channel picture is refused. @throws Error(output), Error(usage) for an unknown kind.
std::vector<std::uint8_t> encode_image(const Image& picture, std::string_view extension,
                                       const ImageFileOptions& options = {});

/// Encodes a matte as grey with 8 or 16 bits (16: PNG and TIFF only), rounded to nearest.
std::vector<std::uint8_t> encode_matte(const Matte& matte, std::string_view extension, int bits,
                                       const ImageFileOptions& options = {});

/// True when `extension` is one that encode_image can write; `alpha`: and that can hold alpha.
bool can_write_extension(std::string_view extension, bool alpha);

}  // namespace segme
