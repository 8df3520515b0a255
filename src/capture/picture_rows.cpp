// capture/picture_rows: between the decoders and image_file. Each strip of rows is brought to sRGB, freed of alpha
// where none is wanted, and placed upright, while it is still in the cache.
#include "capture/picture_rows.h"

#include <algorithm>
#include <array>
#include <type_traits>

#include "capture/upright.h"

namespace segme {
namespace {

std::uint8_t blend_with_white(int value, int alpha) {
  return static_cast<std::uint8_t>((value * alpha + 255 * (255 - alpha) + 127) / 255);
}

/// The largest distance between two of the first three samples of a pixel.
template <class Sample>
int farthest_apart(const Sample* row, std::size_t pixels, std::size_t samples) {
  int apart = 0;
  for (std::size_t x = 0; x < pixels; ++x) {
    const Sample* pixel = row + x * samples;
    const auto [low, high] = std::minmax({pixel[0], pixel[1], pixel[2]});
    apart = std::max(apart, high - low);
  }
  return apart;
}

/// Without a profile: grey is repeated, RGB kept, and ink taken away from white (the usual formula).
void plain_to_rgb(const std::uint8_t* from, PixelKind colours, std::uint8_t* to, std::size_t pixels) {
  for (std::size_t i = 0; i < pixels; ++i) {
    switch (colours) {
      case PixelKind::grey: to[3 * i] = to[3 * i + 1] = to[3 * i + 2] = from[i]; break;
      case PixelKind::grey_alpha:
        to[4 * i] = to[4 * i + 1] = to[4 * i + 2] = from[2 * i];
        to[4 * i + 3] = from[2 * i + 1];
        break;
      case PixelKind::cmyk:
        for (std::size_t c = 0; c < 3; ++c) {
          to[3 * i + c] = static_cast<std::uint8_t>(((255 - from[4 * i + c]) * (255 - from[4 * i + 3]) + 127) / 255);
        }
        break;
      case PixelKind::rgb:
      case PixelKind::rgb_alpha: return;  // nothing to do: to_srgb() hands the row on as it is
    }
  }
}

}  // namespace

void PictureRows::start(const PictureHeader& file) {
  header = file;
  transform_ = make_colour_transform(file.profile, file.colours);
  if (file.profile.empty() && file.colour_code) transform_ = make_colour_transform(*file.colour_code, file.colours);
  converted = transform_ != nullptr;
  const bool turned = swaps_sides(file.orientation);
  const int channels = has_alpha(file.colours) && keep_alpha_ ? 4 : 3;
  image.resize(turned ? file.height : file.width, turned ? file.width : file.height, channels);
  direct_ = file.orientation == 1 &&
            (file.colours == PixelKind::rgb || (file.colours == PixelKind::rgb_alpha && keep_alpha_));
}

std::uint8_t* PictureRows::room(int count) {
  SEGME_CHECK(count > 0 && next_row_ + count <= header.height);
  if (direct_) return image.row(next_row_);
  strip_.resize(static_cast<std::size_t>(count) * static_cast<std::size_t>(header.width) *
                static_cast<std::size_t>(samples_of(header.colours)));
  return strip_.data();
}

const std::uint8_t* PictureRows::to_srgb(const std::uint8_t* from, std::size_t pixels) {
  const bool plain_rgb = header.colours == PixelKind::rgb || header.colours == PixelKind::rgb_alpha;
  if (!transform_ && plain_rgb) return from;
  colours_.resize(pixels * (has_alpha(header.colours) ? 4 : 3));
  if (transform_) {
    transform_->convert(from, colours_.data(), pixels);
  } else {
    plain_to_rgb(from, header.colours, colours_.data(), pixels);
  }
  return colours_.data();
}

void PictureRows::take(int count) {
  const std::size_t width = static_cast<std::size_t>(header.width);
  if (direct_) {
    for (int y = next_row_; transform_ && y < next_row_ + count; ++y) {
      std::copy_n(to_srgb(image.row(y), width), image.stride(), image.row(y));
    }
    next_row_ += count;
    return;
  }
  // Strip by strip, also when the decoder hands over the whole picture at once.
  const std::size_t row_samples = width * static_cast<std::size_t>(samples_of(header.colours));
  for (int done = 0; done < count; done += kStripRows) {
    const int rows = std::min(kStripRows, count - done);
    const std::size_t pixels = width * static_cast<std::size_t>(rows);
    const std::uint8_t* from = to_srgb(strip_.data() + row_samples * static_cast<std::size_t>(done), pixels);
    place(has_alpha(header.colours) && image.channels() == 3 ? over_white(from, pixels) : from, rows);
  }
}

const std::uint8_t* PictureRows::over_white(const std::uint8_t* rgba, std::size_t pixels) {
  flat_.resize(pixels * 3);
  for (std::size_t i = 0; i < pixels; ++i) {
    const int alpha = rgba[4 * i + 3];
    for (std::size_t c = 0; c < 3; ++c) flat_.data()[3 * i + c] = blend_with_white(rgba[4 * i + c], alpha);
  }
  return flat_.data();
}

void PictureRows::place(const std::uint8_t* rows, int count) {
  using Rgb = std::array<std::uint8_t, 3>;
  using Rgba = std::array<std::uint8_t, 4>;
  if (image.channels() == 4) {
    place_rows(reinterpret_cast<const Rgba*>(rows), next_row_, count, header.width, header.height, header.orientation,
               reinterpret_cast<Rgba*>(image.data()));
  } else {
    place_rows(reinterpret_cast<const Rgb*>(rows), next_row_, count, header.width, header.height, header.orientation,
               reinterpret_cast<Rgb*>(image.data()));
  }
  next_row_ += count;
}

/// Through the transform in 16 bits: 8 bits of a linear curve would be too few in the shadows.
void PictureRows::take_converted(const std::uint16_t* rows, int count) {
  const auto width = static_cast<std::size_t>(header.width);
  const std::size_t row_samples = width * static_cast<std::size_t>(samples_of(header.colours));
  for (int done = 0; done < count; done += kStripRows) {
    const int strip = std::min(kStripRows, count - done);
    const std::size_t pixels = width * static_cast<std::size_t>(strip);
    colours_.resize(pixels * (has_alpha(header.colours) ? 4 : 3));
    transform_->convert_deep(rows + row_samples * static_cast<std::size_t>(done), colours_.data(), pixels);
    const bool flatten = has_alpha(header.colours) && image.channels() == 3;
    place(flatten ? over_white(colours_.data(), pixels) : colours_.data(), strip);
  }
}

void PictureRows::take_deep(const std::uint16_t* rows, int count) {
  if (transform_) {
    take_converted(rows, count);
    return;
  }
  std::uint8_t* to = room(count);
  const std::size_t samples = static_cast<std::size_t>(count) * static_cast<std::size_t>(header.width) *
                              static_cast<std::size_t>(samples_of(header.colours));
  for (std::size_t i = 0; i < samples; ++i) to[i] = static_cast<std::uint8_t>((rows[i] * 255u + 32767u) / 65535u);
  take(count);
}

void MatteRows::start(const PictureHeader& file) {
  header_ = file;
  const bool turned = swaps_sides(file.orientation);
  matte.resize(turned ? file.height : file.width, turned ? file.width : file.height);
  channel_ = prefer_alpha_ && has_alpha(file.colours) ? samples_of(file.colours) - 1 : 0;
}

std::uint8_t* MatteRows::room(int count) {
  SEGME_CHECK(count > 0 && next_row_ + count <= header_.height);
  strip_.resize(static_cast<std::size_t>(count) * static_cast<std::size_t>(header_.width) *
                static_cast<std::size_t>(samples_of(header_.colours)));
  return strip_.data();
}

template <class Sample>
void MatteRows::place(const Sample* rows, int count) {
  constexpr float kLargest = std::is_same_v<Sample, std::uint8_t> ? 255.0f : 65535.0f;
  const std::size_t samples = static_cast<std::size_t>(samples_of(header_.colours));
  const std::size_t width = static_cast<std::size_t>(header_.width);
  values_.resize(width);
  for (int y = 0; y < count; ++y, ++next_row_) {
    const Sample* row = rows + static_cast<std::size_t>(y) * width * samples + channel_;
    for (std::size_t x = 0; x < width; ++x) values_.data()[x] = static_cast<float>(row[x * samples]) / kLargest;
    if (channel_ == 0 && (header_.colours == PixelKind::rgb || header_.colours == PixelKind::rgb_alpha))
      apart = std::max(apart, farthest_apart(row, width, samples) / (sizeof(Sample) == 1 ? 1 : 257));
    place_rows(values_.data(), next_row_, 1, header_.width, header_.height, header_.orientation, matte.data());
  }
}

void MatteRows::take(int count) { place(strip_.data(), count); }

void MatteRows::take_deep(const std::uint16_t* rows, int count) { place(rows, count); }

}  // namespace segme
