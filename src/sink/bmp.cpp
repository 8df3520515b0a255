// sink/bmp: picture -> BMP of 24 bits, rows from the bottom up, padded to 4 bytes, blue first. Needs no library.
#include "sink/encoder.h"

namespace segme {
namespace {

constexpr std::size_t kHeaderBytes = 54;  // 14 of the file, 40 of BITMAPINFOHEADER

void put(std::vector<std::uint8_t>& bytes, std::size_t value, int count) {
  for (int i = 0; i < count; ++i) bytes.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
}

std::vector<std::uint8_t> encode_bmp(const Raster& raster, const ImageFileOptions&) {
  const std::size_t width = static_cast<std::size_t>(raster.width);
  const std::size_t height = static_cast<std::size_t>(raster.height);
  const std::size_t padded_row = (3 * width + 3) / 4 * 4;
  std::vector<std::uint8_t> bytes;
  bytes.reserve(kHeaderBytes + padded_row * height);
  put(bytes, 'B' | 'M' << 8, 2);
  put(bytes, kHeaderBytes + padded_row * height, 4);
  put(bytes, 0, 4);
  put(bytes, kHeaderBytes, 4);
  put(bytes, 40, 4);
  put(bytes, width, 4);
  put(bytes, height, 4);
  put(bytes, 1, 2);   // planes
  put(bytes, 24, 2);  // bits a pixel
  put(bytes, 0, 4);   // not compressed
  put(bytes, padded_row * height, 4);
  put(bytes, 2835, 4);  // 72 dots an inch
  put(bytes, 2835, 4);
  put(bytes, 0, 8);  // no palette
  for (int y = raster.height - 1; y >= 0; --y) {
    const std::uint8_t* row = raster.row(y);
    for (std::size_t x = 0; x < width; ++x) {
      for (std::size_t c = 3; c-- > 0;) bytes.push_back(raster.channels == 1 ? row[x] : row[3 * x + c]);
    }
    put(bytes, 0, static_cast<int>(padded_row - 3 * width));
  }
  return bytes;
}

}  // namespace

const Encoder bmp_encoder = {"BMP", ".bmp", false, 8, 0x7fffffff, encode_bmp};

}  // namespace segme
