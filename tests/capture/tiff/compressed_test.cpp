// Compressed TIFFs, made with libtiff here because sink/ writes deflate only.
#include <gtest/gtest.h>
#include <tiffio.h>

#include <filesystem>

#include "capture/image_file.h"
#include "tests/capture/made_files.h"

namespace segme {
namespace {

TEST(compressed_tiff, every_lossless_packing_in_strips_and_tiles_gives_the_same_picture) {
  const Image picture = made::uneven(70, 45, 3);
  const std::filesystem::path path = std::filesystem::path(testing::TempDir()) / "segme_packed.tif";
  for (const int packing : {COMPRESSION_NONE, COMPRESSION_LZW, COMPRESSION_PACKBITS, COMPRESSION_ADOBE_DEFLATE}) {
    for (const bool tiles : {false, true}) {
      TIFF* tiff = TIFFOpen(path.c_str(), "w");
      ASSERT_NE(tiff, nullptr);
      TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, 70);
      TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, 45);
      TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, 8);
      TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, 3);
      TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_RGB);
      TIFFSetField(tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
      TIFFSetField(tiff, TIFFTAG_COMPRESSION, packing);
      if (tiles) {
        TIFFSetField(tiff, TIFFTAG_TILEWIDTH, 32);
        TIFFSetField(tiff, TIFFTAG_TILELENGTH, 32);
        std::vector<std::uint8_t> tile(32 * 32 * 3);
        for (int y = 0; y < 45; y += 32) {
          for (int x = 0; x < 70; x += 32) {
            for (int i = 0; i < 32 && y + i < 45; ++i) {
              std::copy_n(picture.row(y + i) + 3 * x, 3 * std::min(32, 70 - x), tile.data() + 32 * 3 * i);
            }
            TIFFWriteTile(tiff, tile.data(), static_cast<std::uint32_t>(x), static_cast<std::uint32_t>(y), 0, 0);
          }
        }
      } else {
        TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, 7);
        std::vector<std::uint8_t> row(70 * 3);
        for (int y = 0; y < 45; ++y) {
          std::copy_n(picture.row(y), row.size(), row.data());
          TIFFWriteScanline(tiff, row.data(), static_cast<std::uint32_t>(y), 0);
        }
      }
      TIFFClose(tiff);
      EXPECT_TRUE(made::same(read_image(path), picture)) << "packing " << packing << ", tiles " << tiles;
    }
  }
  std::filesystem::remove(path);
}

}  // namespace
}  // namespace segme
