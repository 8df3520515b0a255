// infer/tensorise: base/resize_lines gives the picture line by line at the net's size; each line is scaled and laid
// out.
#include "infer/tensorise.h"

#include <algorithm>
#include <cmath>

namespace segme {
namespace {

/// The whole number nearest to `length`, of the same parity as `whole`, in 1..whole.
int side_of_same_parity(double length, int whole) {
  const int odd = whole & 1;
  const int side = 2 * static_cast<int>(std::lround((length - odd) / 2)) + odd;
  return std::clamp(side, std::min(2 - odd, whole), whole);
}

void write_plane(const float* line, int width, float scale, float offset, float* out) {
  for (int x = 0; x < width; ++x) out[x] = line[3 * x] * scale + offset;
}

/// Luma of BT.601, as OpenCV makes grey pictures.
void write_grey(const float* line, int width, float scale, float offset, float* out) {
  for (int x = 0; x < width; ++x, line += 3) {
    out[x] = (0.299F * line[0] + 0.587F * line[1] + 0.114F * line[2]) * scale + offset;
  }
}

}  // namespace

Rect letterbox(int picture_width, int picture_height, int width, int height, double pixel_aspect) {
  SEGME_CHECK(picture_width >= 1 && picture_height >= 1 && width >= 1 && height >= 1 && pixel_aspect > 0);
  const double shown_width = picture_width * pixel_aspect;
  const double zoom = std::min(width / shown_width, static_cast<double>(height) / picture_height);
  Rect rect;
  rect.width = side_of_same_parity(shown_width * zoom, width);
  rect.height = side_of_same_parity(picture_height * zoom, height);
  rect.x = (width - rect.width) / 2;
  rect.y = (height - rect.height) / 2;
  return rect;
}

Tensoriser::Tensoriser(const ModelCard& card)
    : width_(card.width),
      height_(card.height),
      channels_(input_channels(card)),
      planes_(card.layout == Layout::nchw || channels_ == 1),
      reversed_(card.colour_order == ColourOrder::bgr),
      letterboxed_(card.fit == InputFit::letterbox),
      content_{0, 0, card.width, card.height} {
  SEGME_CHECK(width_ >= 1 && height_ >= 1);
  for (std::size_t c = 0; c < 3; ++c) {
    scale_[c] = card.scale[c];
    offset_[c] = -card.mean[c] * card.scale[c];
  }
}

void Tensoriser::run(const Image& image, std::span<float> tensor, double pixel_aspect) {
  SEGME_CHECK(image.channels() == 3 && !image.empty());
  SEGME_CHECK(tensor.size() == static_cast<std::size_t>(channels_) * static_cast<std::size_t>(width_) *
                                   static_cast<std::size_t>(height_));
  if (letterboxed_) {
    content_ = letterbox(image.width(), image.height(), width_, height_, pixel_aspect);
    pad(tensor.data());
  }
  lines_.begin(image, content_.width, content_.height);
  for (int y = 0; y < content_.height; ++y) write_line(lines_.line(y), y, tensor.data());
}

void Tensoriser::write_line(const float* line, int y, float* tensor) const {
  const std::ptrdiff_t area = static_cast<std::ptrdiff_t>(width_) * height_;
  const std::ptrdiff_t at = static_cast<std::ptrdiff_t>(content_.y + y) * width_ + content_.x;
  if (channels_ == 1) {
    write_grey(line, content_.width, scale_[0], offset_[0], tensor + at);
    return;
  }
  if (planes_) {
    for (int c = 0; c < 3; ++c) {
      write_plane(line + (reversed_ ? 2 - c : c), content_.width, scale_[c], offset_[c], tensor + c * area + at);
    }
    return;
  }
  float* out = tensor + channels_ * at;
  const int first = reversed_ ? 2 : 0;
  for (int x = 0; x < content_.width; ++x, out += channels_, line += 3) {
    out[0] = line[first] * scale_[0] + offset_[0];
    out[1] = line[1] * scale_[1] + offset_[1];
    out[2] = line[2 - first] * scale_[2] + offset_[2];
  }
}

/// The mean becomes 0 in the tensor, and 0 is what the padding of a convolution is made of.
void Tensoriser::pad(float* tensor) const {
  if (content_ == Rect{0, 0, width_, height_}) return;
  std::fill_n(
      tensor,
      static_cast<std::size_t>(channels_) * static_cast<std::size_t>(width_) * static_cast<std::size_t>(height_), 0.0F);
}

}  // namespace segme
