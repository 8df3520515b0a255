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
  int quality = 92;          ///< JPEG, AVIF, lossy WebP and JPEG XL, 1..100
  int compression = 3;       ///< effort of PNG (zlib's level), WebP, AVIF and JPEG XL, 0..9
  bool lossless = true;      ///< WebP and JPEG XL
  double dots_per_inch = 0;  ///< how large a print is: PNG, JPEG and TIFF say so; 0: nothing is said
  void describe(auto& visit) {
    visit("quality", quality, "quality of JPEG, AVIF, lossy WebP and JPEG XL", 1, 100);
    visit("compression", compression, "effort of PNG, WebP, AVIF and JPEG XL: 0 fastest, 9 smallest", 0, 9);
    visit("lossless", lossless, "WebP and JPEG XL without loss");
  }
};

/// Encodes a 1-, 3- or 4-channel picture; `extension` (".png", ".webp", ".tif", ".avif", ".jxl", ".jpg", ".bmp") says
/// the kind. JPEG and BMP have no alpha: a 4-channel picture is refused.
/// @throws Error(output), Error(usage) for an unknown kind, Error(missing) for one whose library is not there.
std::vector<std::uint8_t> encode_image(const Image& picture, std::string_view extension,
                                       const ImageFileOptions& options = {});

/// Encodes a matte as grey with 8 or 16 bits (16: PNG, TIFF and JPEG XL only), rounded to nearest.
std::vector<std::uint8_t> encode_matte(const Matte& matte, std::string_view extension, int bits,
                                       const ImageFileOptions& options = {});

/// True when `extension` is one that encode_image can write; `alpha`: and that can hold alpha.
bool can_write_extension(std::string_view extension, bool alpha);

}  // namespace segme
