// sink/jpeg: picture -> JPEG, by libjpeg-turbo. Colour at half resolution below quality 90, at full from there: whoever
// asks for 90 wants to see no loss at coloured edges.

// jpeglib.h needs what stands before it.
// clang-format off
#include <cstdio>
#include <jpeglib.h>
// clang-format on

#include <algorithm>
#include <csetjmp>
#include <cstdlib>

#include "sink/encoder.h"

namespace segme {
namespace {

constexpr int kFullColourQuality = 90;

struct Session {
  jpeg_compress_struct jpeg{};
  jpeg_error_mgr errors{};
  std::jmp_buf back{};
  unsigned char* bytes = nullptr;  // grows under libjpeg's hands
  unsigned long count = 0;
  char message[JMSG_LENGTH_MAX] = "";
};

void fail(j_common_ptr jpeg) {
  Session& session = *static_cast<Session*>(jpeg->client_data);
  session.errors.format_message(jpeg, session.message);
  std::longjmp(session.back, 1);
}

/// Owns nothing, so that a jump out of libjpeg leaks nothing; false on failure.
bool compress(Session& session, const Raster& raster, int quality, double dots_per_inch) {
  jpeg_compress_struct& jpeg = session.jpeg;
  if (setjmp(session.back) != 0) return false;
  jpeg_create_compress(&jpeg);
  jpeg_mem_dest(&jpeg, &session.bytes, &session.count);
  jpeg.image_width = static_cast<JDIMENSION>(raster.width);
  jpeg.image_height = static_cast<JDIMENSION>(raster.height);
  jpeg.input_components = raster.channels;
  jpeg.in_color_space = raster.channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
  jpeg_set_defaults(&jpeg);
  jpeg_set_quality(&jpeg, quality, TRUE);
  if (raster.channels == 3 && quality >= kFullColourQuality) {
    jpeg.comp_info[0].h_samp_factor = jpeg.comp_info[0].v_samp_factor = 1;
  }
  if (dots_per_inch > 0) {
    constexpr UINT8 kPerInch = 1;
    jpeg.density_unit = kPerInch;
    jpeg.X_density = jpeg.Y_density = static_cast<UINT16>(std::min(dots_per_inch + 0.5, 65535.0));
  }
  jpeg_start_compress(&jpeg, TRUE);
  while (jpeg.next_scanline < jpeg.image_height) {
    JSAMPROW row = const_cast<JSAMPROW>(raster.row(static_cast<int>(jpeg.next_scanline)));  // libjpeg only reads it
    jpeg_write_scanlines(&jpeg, &row, 1);
  }
  jpeg_finish_compress(&jpeg);
  return true;
}

std::vector<std::uint8_t> encode_jpeg(const Raster& raster, const ImageFileOptions& options) {
  Session session;
  session.jpeg.err = jpeg_std_error(&session.errors);
  session.jpeg.client_data = &session;
  session.errors.error_exit = fail;
  session.errors.output_message = [](j_common_ptr) {};
  const bool done = compress(session, raster, options.quality, options.dots_per_inch);
  std::vector<std::uint8_t> bytes;
  if (done) bytes.assign(session.bytes, session.bytes + session.count);
  jpeg_destroy_compress(&session.jpeg);
  std::free(session.bytes);
  if (!done) cannot_encode("JPEG", session.message, "Choose another format");
  return bytes;
}

}  // namespace

const Encoder jpeg_encoder = {"JPEG", ".jpg .jpe .jpeg .jfif", false, 8, 65500, encode_jpeg};

}  // namespace segme
