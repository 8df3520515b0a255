// infer/matte_reader: one strided walk over the output.
#include "infer/matte_reader.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "base/checked_size.h"
#include "infer/tensorise.h"

namespace segme {
namespace {

struct OutputSize {
  int width, height, channels;
};

std::string text(const std::vector<int>& shape) {
  std::string made;
  for (const int side : shape) made += (made.empty() ? "" : ",") + std::to_string(side);
  return "[" + made + "]";
}

/// The size of pixels lying row by row: that of the input, or 2, 4, 8 times less each way.
OutputSize size_of_flat(const ModelCard& card, const std::vector<int>& shape) {
  const std::optional<std::size_t> count = checked_product_of(shape);
  for (int part = 1; part <= 8; part *= 2) {
    const int width = card.width / part;
    const int height = card.height / part;
    if (count && checked_product(width, height, card.output_channels) == count)
      return {width, height, card.output_channels};
  }
  return {0, 0, 0};
}

/// Rows of card.width / 16 numbers, however many dimensions of 1 there are around them.
OutputSize size_of_packed(const ModelCard& card, const std::vector<int>& shape) {
  const std::optional<std::size_t> count = checked_product_of(shape);
  if (!count || checked_product(card.width / kPackedPixels, card.height) != count) return {0, 0, 0};
  return {card.width, card.height, 1};
}

OutputSize size_of(const ModelCard& card, const std::vector<int>& shape) {
  if (card.output_layout == Layout::packed) return size_of_packed(card, shape);
  if (card.output_layout == Layout::flat) return size_of_flat(card, shape);
  std::vector<int> sides = shape;
  // Batch and, where there is one channel, the channels may be left out.
  const bool planes = card.output_layout == Layout::nchw;
  if (sides.size() == 4 && sides[0] == 1) sides.erase(sides.begin());
  if (sides.size() == 3 && sides[0] == 1 && card.output_channels == 1 && shape.size() == 3) sides.erase(sides.begin());
  if (sides.size() == 2) sides.insert(planes ? sides.begin() : sides.end(), 1);
  if (sides.size() != 3) return {0, 0, 0};
  return planes ? OutputSize{sides[2], sides[1], sides[0]} : OutputSize{sides[1], sides[0], sides[2]};
}

/// NaN becomes 0: a pixel of which the net knows nothing is no person.
float clamp_matte(float value) { return value > 0.0F ? std::min(value, 1.0F) : 0.0F; }

float sigmoid(float value) { return 1.0F / (1.0F + std::exp(-value)); }

/// Pixel x of a row of packed ones: bit 15 - x % 16 of the number times 2^8, which is exact in 32 bits.
float unpack(const float* row, int x) {
  constexpr float kLargest = 65535.0F;
  const float number = row[x / kPackedPixels] * 256.0F;
  const long bits = std::lround(number > 0.0F ? std::min(number, kLargest) : 0.0F);
  return static_cast<float>((bits >> (kPackedPixels - 1 - x % kPackedPixels)) & 1);
}

/// exp(v[channel]) / sum of exp(v), as 1 / sum of exp(v - v[channel]), which overflows only to 0.
float softmax(const float* pixel, std::ptrdiff_t step, int channels, int channel) {
  const float own = pixel[channel * step];
  float sum = 0;
  for (int c = 0; c < channels; ++c) sum += std::exp(pixel[c * step] - own);
  return 1.0F / sum;
}

}  // namespace

MatteReader::MatteReader(const ModelCard& card, const std::vector<int>& shape)
    : channels_(card.output_channels),
      channel_(card.output_channel),
      planes_(card.output_layout == Layout::nchw),
      letterboxed_(card.fit == InputFit::letterbox),
      packed_(card.output_layout == Layout::packed),
      activation_(card.activation) {
  const OutputSize size = size_of(card, shape);
  if (size.channels != channels_ || size.width < 1 || size.height < 1) {
    throw Error(ExitCode::model,
                "cannot use the model '" + card.name + "': its output has the shape " + text(shape) +
                    ", but its card says " + std::to_string(channels_) + (channels_ == 1 ? " channel" : " channels") +
                    " in the layout " + std::string(name_of(card.output_layout)) + " for an input of " +
                    std::to_string(card.width) + "x" + std::to_string(card.height) + ". Correct the card.");
  }
  width_ = size.width;
  height_ = size.height;
}

void MatteReader::read(std::span<const float> output, int picture_width, int picture_height, Matte& matte,
                       double pixel_aspect) const {
  const std::ptrdiff_t area = static_cast<std::ptrdiff_t>(width_) * height_;
  SEGME_CHECK(static_cast<std::ptrdiff_t>(output.size()) == (packed_ ? area / kPackedPixels : area * channels_));
  const Rect content = letterboxed_ ? letterbox(picture_width, picture_height, width_, height_, pixel_aspect)
                                    : Rect{0, 0, width_, height_};
  const std::ptrdiff_t channel_step = planes_ ? area : 1;
  const std::ptrdiff_t pixel_step = planes_ ? 1 : channels_;
  matte.resize(content.width, content.height);
  if (packed_) {
    for (int y = 0; y < content.height; ++y) {
      const float* row = output.data() + static_cast<std::ptrdiff_t>(content.y + y) * (width_ / kPackedPixels);
      for (int x = 0; x < content.width; ++x) matte.row(y)[x] = unpack(row, content.x + x);
    }
    return;
  }
  for (int y = 0; y < content.height; ++y) {
    const std::ptrdiff_t first = static_cast<std::ptrdiff_t>(content.y + y) * width_ + content.x;
    const float* pixel = output.data() + first * pixel_step;
    float* out = matte.row(y);
    for (int x = 0; x < content.width; ++x, pixel += pixel_step) {
      const float value = pixel[channel_ * channel_step];
      switch (activation_) {
        case Activation::none: out[x] = clamp_matte(value); break;
        case Activation::sigmoid: out[x] = clamp_matte(sigmoid(value)); break;
        case Activation::softmax: out[x] = clamp_matte(softmax(pixel, channel_step, channels_, channel_)); break;
      }
    }
  }
}

}  // namespace segme
