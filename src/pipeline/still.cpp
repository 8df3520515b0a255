// pipeline/still: one pass over the pixels takes the picture apart.
#include "pipeline/still.h"

#include <utility>

#include "sink/fill_hidden.h"

namespace segme {
namespace {

bool opaque(const Image& rgba) {
  for (int y = 0; y < rgba.height(); ++y) {
    const std::uint8_t* row = rgba.row(y);
    for (int x = 0; x < rgba.width(); ++x) {
      if (row[4 * x + 3] != 255) return false;
    }
  }
  return true;
}

std::uint8_t on_white(int value, int alpha) {
  return static_cast<std::uint8_t>((value * alpha + 255 * (255 - alpha) + 127) / 255);
}

void copy_colours(const Image& rgba, Image& rgb) {
  rgb.resize(rgba.width(), rgba.height(), 3);
  const std::size_t pixels = rgba.size() / 4;
  for (std::size_t i = 0; i < pixels; ++i) std::copy_n(rgba.data() + 4 * i, 3, rgb.data() + 3 * i);
}

}  // namespace

void set_picture(Frame& frame, Image picture) {
  SEGME_CHECK(picture.channels() == 3 || picture.channels() == 4);
  frame.alpha = Image();
  frame.colours = Image();
  if (picture.channels() == 3) {
    frame.image = std::move(picture);
    return;
  }
  if (opaque(picture)) {
    copy_colours(picture, frame.image);
    return;
  }
  frame.image.resize(picture.width(), picture.height(), 3);
  frame.alpha.resize(picture.width(), picture.height(), 1);
  for (std::size_t i = 0; i < frame.alpha.size(); ++i) {
    const std::uint8_t* pixel = picture.data() + 4 * i;
    for (std::size_t c = 0; c < 3; ++c) frame.image.data()[3 * i + c] = on_white(pixel[c], pixel[3]);
    frame.alpha.data()[i] = pixel[3];
  }
  HiddenFill().run(picture, picture);
  copy_colours(picture, frame.colours);
}

void apply_alpha(const Frame& frame, Matte& matte) {
  if (frame.alpha.empty()) return;
  SEGME_CHECK(matte.width() == frame.alpha.width() && matte.height() == frame.alpha.height());
  for (std::size_t i = 0; i < matte.size(); ++i) matte.data()[i] *= static_cast<float>(frame.alpha.data()[i]) / 255;
}

}  // namespace segme
