// tests/fuzz/pictures: every picture format through decode_image, and what stands in the files of several of them: EXIF
// and colour profiles.
#include <algorithm>
#include <array>

#include "capture/colour_profile.h"
#include "capture/exif_orientation.h"
#include "capture/file_kind.h"
#include "capture/image_file.h"
#include "tests/fuzz/targets.h"

namespace segme::fuzz {
namespace {

constexpr std::size_t kLarge = 20'000'000;  // bytes

void run_picture(Bytes bytes) {
  kind_of(bytes.first(std::min(bytes.size(), kKindBytes)));
  ImageInfo info;
  Image picture;
  allow_errors([&] { picture = decode_image(bytes, "fuzz", true, &info); });
  // A few bytes may ask for the largest picture that there may be; twice as much is nothing new.
  if (picture.size() < kLarge) allow_errors([&] { decode_image(bytes, "fuzz"); });
}

void run_exif(Bytes bytes) {
  const int orientation = exif_orientation(bytes);
  SEGME_CHECK(orientation >= 1 && orientation <= 8);
}

void convert(ColourTransform* transform) {
  if (!transform) return;
  constexpr std::size_t kPixels = 7;
  std::array<std::uint8_t, kPixels * 4> from{}, to{};
  std::array<std::uint16_t, kPixels * 4> deep{};
  for (std::size_t i = 0; i < from.size(); ++i) {
    from[i] = static_cast<std::uint8_t>(i * 9);
    deep[i] = static_cast<std::uint16_t>(i * 2340);
  }
  transform->convert(from.data(), to.data(), kPixels);
  transform->convert_deep(deep.data(), to.data(), kPixels);
}

/// The first byte is what kind of pixels it is for; two more are a colour code.
void run_profile(Bytes bytes) {
  Draw draw(bytes);
  constexpr PixelKind kKinds[] = {PixelKind::grey, PixelKind::grey_alpha, PixelKind::rgb, PixelKind::rgb_alpha,
                                  PixelKind::cmyk};
  const PixelKind colours = kKinds[draw.below(std::size(kKinds))];
  const int primaries = draw.byte();
  const ColourCode code = colour_code(primaries, draw.byte());
  if (!is_srgb(code)) convert(make_colour_transform(code, colours).get());
  convert(make_colour_transform(draw.rest(), colours).get());
}

}  // namespace

const Target picture{"picture", run_picture};
const Target exif{"exif", run_exif};
const Target profile{"profile", run_profile};

}  // namespace segme::fuzz
