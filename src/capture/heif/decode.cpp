// capture/heif: HEIC and AVIF -> rows, by libheif: 8, 10 and 12 bits, alpha, ICC profiles and colour codes. libheif
// turns and crops the picture itself, as the file's own boxes say; the EXIF block's orientation is for other readers
// and would turn it twice. Of several pictures the main one is read.
#include <libheif/heif.h>

#include <bit>
#include <cstring>
#include <memory>
#include <new>
#include <vector>

#include "base/error.h"
#include "base/loaded_library.h"
#include "capture/decoder.h"
#include "capture/file_kind.h"
#include "capture/straight_alpha.h"

namespace segme {
namespace {

/// What is used of libheif.
struct Heif {
  LoadedLibrary library{SEGME_HEIF_FILE};
  decltype(heif_context_alloc)* context_alloc = library["heif_context_alloc"];
  decltype(heif_context_free)* context_free = library["heif_context_free"];
  decltype(heif_context_read_from_memory_without_copy)* context_read =
      library["heif_context_read_from_memory_without_copy"];
  decltype(heif_context_get_number_of_top_level_images)* context_pictures =
      library["heif_context_get_number_of_top_level_images"];
  decltype(heif_context_get_primary_image_handle)* context_primary = library["heif_context_get_primary_image_handle"];
  decltype(heif_image_handle_release)* handle_release = library["heif_image_handle_release"];
  decltype(heif_image_handle_get_width)* handle_width = library["heif_image_handle_get_width"];
  decltype(heif_image_handle_get_height)* handle_height = library["heif_image_handle_get_height"];
  decltype(heif_image_handle_has_alpha_channel)* handle_has_alpha = library["heif_image_handle_has_alpha_channel"];
  decltype(heif_image_handle_is_premultiplied_alpha)* handle_premultiplied =
      library["heif_image_handle_is_premultiplied_alpha"];
  decltype(heif_image_handle_get_luma_bits_per_pixel)* handle_bits =
      library["heif_image_handle_get_luma_bits_per_pixel"];
  decltype(heif_image_handle_get_raw_color_profile_size)* handle_profile_size =
      library["heif_image_handle_get_raw_color_profile_size"];
  decltype(heif_image_handle_get_raw_color_profile)* handle_profile =
      library["heif_image_handle_get_raw_color_profile"];
  decltype(heif_image_handle_get_nclx_color_profile)* handle_nclx = library["heif_image_handle_get_nclx_color_profile"];
  decltype(heif_nclx_color_profile_free)* nclx_free = library["heif_nclx_color_profile_free"];
  decltype(heif_decode_image)* decode = library["heif_decode_image"];
  decltype(heif_image_release)* image_release = library["heif_image_release"];
  decltype(heif_image_get_width)* image_width = library["heif_image_get_width"];
  decltype(heif_image_get_height)* image_height = library["heif_image_get_height"];
  decltype(heif_image_get_bits_per_pixel_range)* image_bits = library["heif_image_get_bits_per_pixel_range"];
  decltype(heif_image_get_plane_readonly)* image_plane = library["heif_image_get_plane_readonly"];
  decltype(heif_image_get_decoding_warnings)* image_warnings = library["heif_image_get_decoding_warnings"];
};

template <class Thing>
using Owned = std::unique_ptr<Thing, void (*)(Thing*)>;

/// One file that is being read, and how its failures are said.
struct Reader {
  const Heif& heif;
  std::string_view name;
  std::string_view format;  // "HEIC", "AVIF"

  void check(const heif_error& error) const {
    if (error.code == heif_error_Ok) return;
    if (error.subcode == heif_suberror_End_of_data) cut_short(name);
    if (error.subcode == heif_suberror_Unsupported_codec || error.code == heif_error_Plugin_loading_error) {
      cannot_read(name, "libheif lacks the decoder for this " + std::string(format) + " picture",
                  "Install libheif's plugins (libheif-plugin-libde265, libheif-plugin-aomdec), or save it as JPEG");
    }
    if (error.code == heif_error_Memory_allocation_error && error.subcode != heif_suberror_Security_limit_exceeded) {
      throw std::bad_alloc();
    }
    damaged(name, format, error.message == nullptr ? "" : error.message);
  }
};

std::vector<std::uint8_t> profile_of(const Reader& reader, const heif_image_handle* handle) {
  std::vector<std::uint8_t> profile(reader.heif.handle_profile_size(handle));
  if (!profile.empty() && reader.heif.handle_profile(handle, profile.data()).code != heif_error_Ok) profile.clear();
  return profile;
}

std::optional<ColourCode> code_of(const Reader& reader, const heif_image_handle* handle) {
  heif_color_profile_nclx* nclx = nullptr;
  const bool good = reader.heif.handle_nclx(handle, &nclx).code == heif_error_Ok;
  if (nclx == nullptr) return std::nullopt;
  const ColourCode code = colour_code(nclx->color_primaries, nclx->transfer_characteristics);
  reader.heif.nclx_free(nclx);  // it is made for numbers that nobody knows, too
  if (!good) return std::nullopt;
  return code;
}

/// Hands over rows of interleaved samples; of more than 8 bits they fill `bits` of 16 and are spread over all.
template <class Sample>
void take_rows(const std::uint8_t* plane, std::size_t stride, int bits, bool premultiplied, const PictureHeader& header,
               RowTaker& taker) {
  const auto samples = static_cast<std::size_t>(samples_of(header.colours));
  const std::size_t row_samples = samples * static_cast<std::size_t>(header.width);
  const std::uint32_t largest = (1U << bits) - 1;
  std::vector<Sample> row(row_samples);
  for (int y = 0; y < header.height; ++y) {
    std::memcpy(row.data(), plane + stride * static_cast<std::size_t>(y), row_samples * sizeof(Sample));
    if constexpr (sizeof(Sample) == 2) {
      for (Sample& value : row) {
        value = static_cast<Sample>((std::min<std::uint32_t>(value, largest) * 65535U + largest / 2) / largest);
      }
    }
    for (std::size_t i = 0; premultiplied && i < row_samples; i += samples) make_straight(row.data() + i, samples);
    if constexpr (sizeof(Sample) == 2) {
      taker.take_deep(row.data(), 1);
    } else {
      std::copy(row.begin(), row.end(), taker.room(1));
      taker.take(1);
    }
  }
}

/// The picture turned, cropped and made RGB or RGBA by libheif. Data that its decoder calls broken is an error.
Owned<const heif_image> decode(const Reader& reader, const heif_image_handle* handle, bool deep, bool alpha) {
  constexpr bool kLittle = std::endian::native == std::endian::little;
  const heif_chroma chroma = !deep ? (alpha ? heif_chroma_interleaved_RGBA : heif_chroma_interleaved_RGB)
                             : !kLittle
                                 ? (alpha ? heif_chroma_interleaved_RRGGBBAA_BE : heif_chroma_interleaved_RRGGBB_BE)
                                 : (alpha ? heif_chroma_interleaved_RRGGBBAA_LE : heif_chroma_interleaved_RRGGBB_LE);
  heif_image* decoded = nullptr;
  const heif_error result = reader.heif.decode(handle, &decoded, heif_colorspace_RGB, chroma, nullptr);
  Owned<const heif_image> image(decoded, reader.heif.image_release);
  reader.check(result);
  heif_error warning{};
  for (int i = 0; reader.heif.image_warnings(decoded, i, &warning, 1) > 0; ++i) {
    if (warning.code == heif_error_Decoder_plugin_error || warning.subcode == heif_suberror_End_of_data) {
      damaged(reader.name, reader.format, warning.message == nullptr ? "" : warning.message);
    }
  }
  return image;
}

void decode_as(std::string_view format, std::span<const std::uint8_t> bytes, std::string_view name, RowTaker& taker) {
  static const Heif heif;
  if (!heif.library.failure().empty()) {
    needs_package(name, kind_of(bytes)->name, "libheif-dev", "it cannot be loaded (" + heif.library.failure() + ")");
  }
  const Reader reader{heif, name, format};
  const Owned<heif_context> context(heif.context_alloc(), heif.context_free);
  if (!context) throw std::bad_alloc();
  reader.check(heif.context_read(context.get(), bytes.data(), bytes.size(), nullptr));
  heif_image_handle* opened = nullptr;
  const heif_error found = heif.context_primary(context.get(), &opened);
  const Owned<const heif_image_handle> handle(opened, heif.handle_release);
  reader.check(found);
  check_size(name, heif.handle_width(opened), heif.handle_height(opened));

  const bool alpha = heif.handle_has_alpha(opened) != 0;
  PictureHeader header;
  header.bits = std::max(heif.handle_bits(opened), 8);
  const bool deep = header.bits > 8;
  const std::vector<std::uint8_t> profile = profile_of(reader, opened);
  const Owned<const heif_image> image = decode(reader, opened, deep, alpha);
  header.width = heif.image_width(image.get(), heif_channel_interleaved);
  header.height = heif.image_height(image.get(), heif_channel_interleaved);
  check_size(name, header.width, header.height);
  header.colours = alpha ? PixelKind::rgb_alpha : PixelKind::rgb;
  header.profile = profile;
  header.colour_code = code_of(reader, opened);
  header.pages = std::max(heif.context_pictures(context.get()), 1);
  int stride = 0;
  const std::uint8_t* plane = heif.image_plane(image.get(), heif_channel_interleaved, &stride);
  const int bits = heif.image_bits(image.get(), heif_channel_interleaved);
  if (plane == nullptr || stride <= 0 || bits < 1 || bits > 16) damaged(name, format, "no pixels");

  taker.start(header);
  if (header.pages > 1) {
    taker.note("it holds " + std::to_string(header.pages) + " pictures, and only the main one is read");
  }
  const bool premultiplied = alpha && heif.handle_premultiplied(opened) != 0;
  const auto row_bytes = static_cast<std::size_t>(stride);
  if (deep) {
    take_rows<std::uint16_t>(plane, row_bytes, bits, premultiplied, header, taker);
  } else {
    take_rows<std::uint8_t>(plane, row_bytes, bits, premultiplied, header, taker);
  }
}

void decode_heic(std::span<const std::uint8_t> bytes, std::string_view name, RowTaker& taker) {
  decode_as("HEIC", bytes, name, taker);
}

void decode_avif(std::span<const std::uint8_t> bytes, std::string_view name, RowTaker& taker) {
  decode_as("AVIF", bytes, name, taker);
}

}  // namespace

const Decoder heic_decoder = {"HEIC", is_heic, decode_heic};
const Decoder avif_decoder = {"AVIF", is_avif, decode_avif};

}  // namespace segme
