// sink/heif: picture -> AVIF, by libheif and its encoder of AV1: colours lossy and not subsampled, for an edge of hair
// has colours of its own; alpha and grey pictures (mattes) without loss. Loaded when the first such file is written.
#include <libheif/heif.h>

#include <cstring>
#include <memory>
#include <new>

#include "base/loaded_library.h"
#include "sink/encoder.h"

namespace segme {
namespace {

/// What is used of libheif.
struct Heif {
  LoadedLibrary library{SEGME_HEIF_FILE};
  decltype(heif_context_alloc)* context_alloc = library["heif_context_alloc"];
  decltype(heif_context_free)* context_free = library["heif_context_free"];
  decltype(heif_context_get_encoder_for_format)* get_encoder = library["heif_context_get_encoder_for_format"];
  decltype(heif_encoder_release)* encoder_release = library["heif_encoder_release"];
  decltype(heif_encoder_set_lossy_quality)* set_quality = library["heif_encoder_set_lossy_quality"];
  decltype(heif_encoder_set_lossless)* set_lossless = library["heif_encoder_set_lossless"];
  decltype(heif_encoder_set_parameter)* set_parameter = library["heif_encoder_set_parameter"];
  decltype(heif_image_create)* image_create = library["heif_image_create"];
  decltype(heif_image_add_plane)* image_add_plane = library["heif_image_add_plane"];
  decltype(heif_image_get_plane)* image_plane = library["heif_image_get_plane"];
  decltype(heif_image_set_nclx_color_profile)* image_set_nclx = library["heif_image_set_nclx_color_profile"];
  decltype(heif_image_release)* image_release = library["heif_image_release"];
  decltype(heif_nclx_color_profile_alloc)* nclx_alloc = library["heif_nclx_color_profile_alloc"];
  decltype(heif_nclx_color_profile_free)* nclx_free = library["heif_nclx_color_profile_free"];
  decltype(heif_context_encode_image)* encode = library["heif_context_encode_image"];
  decltype(heif_context_write)* write = library["heif_context_write"];
};

void check(const heif_error& error) {
  if (error.code == heif_error_Ok) return;
  if (error.code == heif_error_Memory_allocation_error) throw std::bad_alloc();
  cannot_encode("AVIF", error.message == nullptr ? "libheif says no more" : error.message, "Use .png or .webp");
}

template <class Thing>
using Owned = std::unique_ptr<Thing, void (*)(Thing*)>;

/// sRGB in YCbCr of the full range: the file says so itself.
void mark_srgb(const Heif& heif, heif_image* image) {
  const Owned<heif_color_profile_nclx> nclx(heif.nclx_alloc(), heif.nclx_free);
  if (!nclx) throw std::bad_alloc();
  nclx->color_primaries = heif_color_primaries_ITU_R_BT_709_5;
  nclx->transfer_characteristics = heif_transfer_characteristic_IEC_61966_2_1;
  nclx->matrix_coefficients = heif_matrix_coefficients_ITU_R_BT_601_6;
  nclx->full_range_flag = 1;
  check(heif.image_set_nclx(image, nclx.get()));
}

Owned<const heif_image> image_of(const Heif& heif, const Raster& raster) {
  const bool grey = raster.channels == 1;
  const heif_channel channel = grey ? heif_channel_Y : heif_channel_interleaved;
  heif_image* made = nullptr;
  check(heif.image_create(raster.width, raster.height, grey ? heif_colorspace_monochrome : heif_colorspace_RGB,
                          grey                   ? heif_chroma_monochrome
                          : raster.channels == 4 ? heif_chroma_interleaved_RGBA
                                                 : heif_chroma_interleaved_RGB,
                          &made));
  Owned<const heif_image> image(made, heif.image_release);
  check(heif.image_add_plane(made, channel, raster.width, raster.height, 8));
  int stride = 0;
  std::uint8_t* plane = heif.image_plane(made, channel, &stride);
  if (plane == nullptr) throw std::bad_alloc();
  for (int y = 0; y < raster.height; ++y) {
    std::memcpy(plane + static_cast<std::size_t>(stride) * static_cast<std::size_t>(y), raster.row(y),
                raster.row_bytes());
  }
  mark_srgb(heif, made);
  return image;
}

Owned<heif_encoder> encoder_of(const Heif& heif, heif_context* context, bool grey, const ImageFileOptions& options) {
  constexpr int kSlowest = 9;
  heif_encoder* made = nullptr;
  if (heif.get_encoder(context, heif_compression_AV1, &made).code != heif_error_Ok) {
    throw Error(ExitCode::missing,
                "cannot make an AVIF file: libheif lacks the encoder. Install its plugin (Debian package "
                "libheif-plugin-aomenc), or use .png or .webp.");
  }
  Owned<heif_encoder> encoder(made, heif.encoder_release);
  if (grey) {
    check(heif.set_lossless(made, 1));
  } else {
    check(heif.set_lossless(made, 0));
    check(heif.set_quality(made, options.quality));
  }
  // Not every encoder of AV1 has these; without them it does as it does.
  heif.set_parameter(made, "chroma", "444");
  heif.set_parameter(made, "lossless-alpha", "true");
  heif.set_parameter(made, "speed", std::to_string(kSlowest - options.compression).c_str());
  return encoder;
}

std::vector<std::uint8_t> encode_avif(const Raster& raster, const ImageFileOptions& options) {
  static const Heif heif;
  if (!heif.library.failure().empty()) {
    throw Error(ExitCode::missing, "cannot make an AVIF file: libheif cannot be loaded (" + heif.library.failure() +
                                       "). Install the Debian package libheif-dev, or use .png or .webp.");
  }
  const Owned<heif_context> context(heif.context_alloc(), heif.context_free);
  if (!context) throw std::bad_alloc();
  const Owned<heif_encoder> encoder = encoder_of(heif, context.get(), raster.channels == 1, options);
  const Owned<const heif_image> image = image_of(heif, raster);
  check(heif.encode(context.get(), image.get(), encoder.get(), nullptr, nullptr));
  std::vector<std::uint8_t> bytes;
  heif_writer writer{};
  writer.writer_api_version = 1;
  writer.write = [](heif_context*, const void* data, std::size_t size, void* into) -> heif_error {
    const auto* begin = static_cast<const std::uint8_t*>(data);
    auto& all = *static_cast<std::vector<std::uint8_t>*>(into);
    all.insert(all.end(), begin, begin + size);
    return {heif_error_Ok, heif_suberror_Unspecified, ""};
  };
  check(heif.write(context.get(), &writer, &bytes));
  return bytes;
}

}  // namespace

const Encoder avif_encoder = {"AVIF", ".avif", true, 8, 65536, encode_avif};

}  // namespace segme
