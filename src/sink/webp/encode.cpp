// sink/webp: picture -> WebP, by libwebp, lossless or lossy. Lossless keeps the colours under full transparency too
// (exact): whoever edits the cut-out's edge later needs them.
#include <webp/encode.h>

#include <memory>

#include "sink/encoder.h"

namespace segme {
namespace {

/// libwebp's lossless effort 0..9. Up to SegMe's own 3 the quickest: effort 2 takes five times as long for photos 2 %
/// smaller.
int lossless_effort(int compression) { return compression <= 3 ? 0 : compression; }

/// RGB or RGBA of a grey raster, for libwebp knows no grey.
std::vector<std::uint8_t> repeat_grey(const Raster& raster) {
  const std::size_t pixels = static_cast<std::size_t>(raster.width) * static_cast<std::size_t>(raster.height);
  std::vector<std::uint8_t> rgb(pixels * 3);
  for (std::size_t i = 0; i < pixels; ++i) rgb[3 * i] = rgb[3 * i + 1] = rgb[3 * i + 2] = raster.data[i];
  return rgb;
}

std::vector<std::uint8_t> encode_webp(const Raster& raster, const ImageFileOptions& options) {
  WebPConfig config;
  WebPPicture picture;
  SEGME_CHECK(WebPConfigInit(&config) != 0 && WebPPictureInit(&picture) != 0);
  const std::unique_ptr<WebPPicture, void (*)(WebPPicture*)> release(&picture, WebPPictureFree);
  config.quality = static_cast<float>(options.quality);
  if (options.lossless) {
    WebPConfigLosslessPreset(&config, lossless_effort(options.compression));
    config.exact = 1;
  }
  picture.width = raster.width;
  picture.height = raster.height;
  picture.use_argb = options.lossless ? 1 : 0;
  const std::vector<std::uint8_t> grey = raster.channels == 1 ? repeat_grey(raster) : std::vector<std::uint8_t>{};
  const int channels = raster.channels == 1 ? 3 : raster.channels;
  const std::uint8_t* pixels = raster.channels == 1 ? grey.data() : raster.data;
  const int imported = channels == 4 ? WebPPictureImportRGBA(&picture, pixels, raster.width * 4)
                                     : WebPPictureImportRGB(&picture, pixels, raster.width * 3);
  WebPMemoryWriter writer;
  WebPMemoryWriterInit(&writer);
  const std::unique_ptr<WebPMemoryWriter, void (*)(WebPMemoryWriter*)> clear(&writer, WebPMemoryWriterClear);
  picture.writer = WebPMemoryWrite;
  picture.custom_ptr = &writer;
  if (imported == 0 || WebPEncode(&config, &picture) == 0) {
    if (imported == 0 || picture.error_code == VP8_ENC_ERROR_OUT_OF_MEMORY) throw std::bad_alloc();
    cannot_encode("WebP", "libwebp error " + std::to_string(static_cast<int>(picture.error_code)), "Use .png");
  }
  return {writer.mem, writer.mem + writer.size};
}

}  // namespace

const Encoder webp_encoder = {"WebP", ".webp", true, 8, WEBP_MAX_DIMENSION, encode_webp};

}  // namespace segme
