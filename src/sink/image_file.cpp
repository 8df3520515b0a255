// sink/image_file: picture or matte -> bytes, by the encoder that the extension names.
#include "sink/image_file.h"

#include <cctype>
#include <cmath>
#include <new>

#include "sink/encoder.h"

namespace segme {
namespace {

constexpr const Encoder* kEncoders[] = {
#if defined(SEGME_HAS_PNG)
    &png_encoder,
#endif
#if defined(SEGME_HAS_JPEG)
    &jpeg_encoder,
#endif
#if defined(SEGME_HAS_WEBP)
    &webp_encoder,
#endif
#if defined(SEGME_HAS_TIFF)
    &tiff_encoder,
#endif
#if defined(SEGME_HAS_HEIF)
    &avif_encoder,
#endif
#if defined(SEGME_HAS_JXL)
    &jxl_encoder,
#endif
    &bmp_encoder,
};

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return result;
}

const Encoder* find_encoder(std::string_view extension) {
  const std::string wanted = lower(extension);
  if (wanted.size() < 2 || wanted[0] != '.' || wanted.find(' ') != std::string::npos) return nullptr;
  for (const Encoder* encoder : kEncoders) {
    const std::string_view known = encoder->extensions;  // ".jpeg" must match whole, ".jp" must not
    const std::size_t at = known.find(wanted);
    if (at == std::string_view::npos) continue;
    const std::size_t end = at + wanted.size();
    if (end == known.size() || known[end] == ' ') return encoder;
  }
  return nullptr;
}

const Encoder& encoder_for(std::string_view extension) {
  if (const Encoder* encoder = find_encoder(extension)) return *encoder;
  std::string known;
  for (const Encoder* encoder : kEncoders) known.append(known.empty() ? "" : " ").append(encoder->extensions);
  throw Error(ExitCode::usage,
              "cannot write a picture as '" + std::string(extension) + "': no such format. Use one of " + known + ".");
}

std::vector<std::uint8_t> encode(const Encoder& encoder, const Raster& raster, const ImageFileOptions& options) {
  SEGME_CHECK(raster.channels == 1 || raster.channels == 3 || raster.channels == 4);
  SEGME_CHECK(raster.width > 0 && raster.height > 0);
  if (raster.channels == 4 && !encoder.alpha) {
    cannot_encode(encoder.format, "this format has no transparency",
                  "Use .png, .webp, .avif, .jxl or .tif, or give a background");
  }
  if (raster.bits > encoder.most_bits) {
    cannot_encode(encoder.format, "this format has no 16 bits a sample", "Use .png, .tif or .jxl, or 8 bits");
  }
  if (std::max(raster.width, raster.height) > encoder.largest_side) {
    cannot_encode(encoder.format,
                  "its sides end at " + std::to_string(encoder.largest_side) + " pixels and the picture has " +
                      std::to_string(raster.width) + " x " + std::to_string(raster.height),
                  "Use .png or .tif");
  }
  try {
    return encoder.encode(raster, options);
  } catch (const std::bad_alloc&) {
    cannot_encode(encoder.format, "there is not enough memory", "Make the picture smaller");
  }
}

template <class Sample>
Buffer<std::uint8_t> quantised(const Matte& matte) {
  constexpr float kLargest = sizeof(Sample) == 1 ? 255.0f : 65535.0f;
  Buffer<std::uint8_t> bytes(matte.size() * sizeof(Sample));
  Sample* samples = reinterpret_cast<Sample*>(bytes.data());
  for (std::size_t i = 0; i < matte.size(); ++i) {
    // Not std::clamp: NaN must become 0.
    const float value = std::min(1.0f, std::max(0.0f, matte.data()[i]));
    samples[i] = static_cast<Sample>(value * kLargest + 0.5f);
  }
  return bytes;
}

}  // namespace

void cannot_encode(std::string_view format, const std::string& happened, const std::string& advice) {
  throw Error(ExitCode::output, "cannot make a " + std::string(format) + " file: " + happened + ". " + advice + ".");
}

std::vector<std::uint8_t> encode_image(const Image& picture, std::string_view extension,
                                       const ImageFileOptions& options) {
  const Raster raster{picture.width(), picture.height(), picture.channels(), 8, picture.data()};
  return encode(encoder_for(extension), raster, options);
}

std::vector<std::uint8_t> encode_matte(const Matte& matte, std::string_view extension, int bits,
                                       const ImageFileOptions& options) {
  SEGME_CHECK(bits == 8 || bits == 16);
  const Encoder& encoder = encoder_for(extension);
  const Buffer<std::uint8_t> samples = bits == 16 ? quantised<std::uint16_t>(matte) : quantised<std::uint8_t>(matte);
  return encode(encoder, Raster{matte.width(), matte.height(), 1, bits, samples.data()}, options);
}

bool can_write_extension(std::string_view extension, bool alpha) {
  const Encoder* encoder = find_encoder(extension);
  return encoder != nullptr && (encoder->alpha || !alpha);
}

}  // namespace segme
