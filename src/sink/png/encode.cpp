// sink/png: picture or matte -> PNG, by libpng: straight alpha, marked as sRGB. Up to level 3 one cheap filter is used
// for all rows; trying all of them costs more time than deflate itself at those levels.
#include <png.h>
#include <zlib.h>

#include <csetjmp>
#include <cstring>

#include "sink/encoder.h"

namespace segme {
namespace {

constexpr double kMetresOfInch = 0.0254;

struct Session {
  png_structp png = nullptr;
  png_infop info = nullptr;
  std::jmp_buf back{};
  std::vector<std::uint8_t> bytes;
  bool out_of_memory = false;
  char message[128] = "";
};

[[noreturn]] void fail(png_structp png, png_const_charp message) {
  Session& session = *static_cast<Session*>(png_get_error_ptr(png));
  std::strncpy(session.message, message, sizeof session.message - 1);
  std::longjmp(session.back, 1);
}

void append(png_structp png, png_bytep from, png_size_t count) {
  Session& session = *static_cast<Session*>(png_get_io_ptr(png));
  try {
    session.bytes.insert(session.bytes.end(), from, from + count);
    return;
  } catch (const std::bad_alloc&) {  // must not fly through libpng
  }
  png_error(png, "not enough memory");
}

/// Owns nothing, so that a jump out of libpng leaks nothing; false on failure.
bool compress(Session& session, const Raster& raster, int level, double dots_per_inch) {
  png_structp png = session.png;
  if (setjmp(session.back) != 0) return false;
  const int colours = raster.channels == 1   ? PNG_COLOR_TYPE_GRAY
                      : raster.channels == 3 ? PNG_COLOR_TYPE_RGB
                                             : PNG_COLOR_TYPE_RGB_ALPHA;
  png_set_write_fn(png, &session, append, nullptr);
  png_set_user_limits(png, 0x7fffffff, 0x7fffffff);
  png_set_IHDR(png, session.info, static_cast<png_uint_32>(raster.width), static_cast<png_uint_32>(raster.height),
               raster.bits, colours, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  if (raster.channels > 1) png_set_sRGB_gAMA_and_cHRM(png, session.info, PNG_sRGB_INTENT_PERCEPTUAL);
  if (dots_per_inch > 0) {
    const auto each_metre = static_cast<png_uint_32>(dots_per_inch / kMetresOfInch + 0.5);
    png_set_pHYs(png, session.info, each_metre, each_metre, PNG_RESOLUTION_METER);
  }
  png_set_compression_level(png, level);
  png_set_compression_buffer_size(png, 65536);
  if (level <= 3) {
    png_set_filter(png, PNG_FILTER_TYPE_BASE, raster.channels == 1 ? PNG_FILTER_NONE : PNG_FILTER_SUB);
    if (raster.channels > 1) png_set_compression_strategy(png, Z_RLE);
  }
  png_write_info(png, session.info);
  const std::uint16_t one = 1;
  if (raster.bits == 16 && *reinterpret_cast<const std::uint8_t*>(&one) == 1) png_set_swap(png);
  for (int y = 0; y < raster.height; ++y) png_write_row(png, raster.row(y));
  png_write_end(png, session.info);
  return true;
}

std::vector<std::uint8_t> encode_png(const Raster& raster, const ImageFileOptions& options) {
  Session session;
  session.png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &session, fail, [](png_structp, png_const_charp) {});
  session.info = session.png == nullptr ? nullptr : png_create_info_struct(session.png);
  const bool done = session.info != nullptr && compress(session, raster, options.compression, options.dots_per_inch);
  png_destroy_write_struct(&session.png, &session.info);
  if (!done) cannot_encode("PNG", session.message, "Free some memory or make the picture smaller");
  return std::move(session.bytes);
}

}  // namespace

const Encoder png_encoder = {"PNG", ".png", true, 16, 0x7fffffff, encode_png};

}  // namespace segme
