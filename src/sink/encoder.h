// sink/encoder: the face between pictures and file formats; the table of encoders is in image_file.cpp.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sink/image_file.h"

namespace segme {

/// What an encoder is given: rows without padding; 16-bit samples stand in the machine's byte order.
struct Raster {
  int width = 0;
  int height = 0;
  int channels = 0;  ///< 1 grey, 3 RGB, 4 RGB and straight alpha
  int bits = 8;      ///< 8, or 16 with one channel
  const std::uint8_t* data = nullptr;
  [[nodiscard]] std::size_t row_bytes() const {
    return static_cast<std::size_t>(width) * static_cast<std::size_t>(channels) * static_cast<std::size_t>(bits / 8);
  }
  [[nodiscard]] const std::uint8_t* row(int y) const { return data + row_bytes() * static_cast<std::size_t>(y); }
};

/// One line of the table.
struct Encoder {
  std::string_view format;
  std::string_view extensions;  ///< ".jpg .jpeg"
  bool alpha;
  int most_bits;
  int largest_side;
  /// @throws Error(output)
  std::vector<std::uint8_t> (*encode)(const Raster& raster, const ImageFileOptions& options);
};

/// @throws Error(output) "cannot make a <format> file: <happened>. <advice>."
[[noreturn]] void cannot_encode(std::string_view format, const std::string& happened, const std::string& advice);

extern const Encoder jpeg_encoder;
extern const Encoder png_encoder;
extern const Encoder webp_encoder;
extern const Encoder tiff_encoder;
extern const Encoder avif_encoder;
extern const Encoder jxl_encoder;
extern const Encoder bmp_encoder;

}  // namespace segme
