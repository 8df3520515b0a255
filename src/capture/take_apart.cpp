// capture/take_apart: see take_apart.h.
#include "capture/take_apart.h"

#include <algorithm>

namespace segme {
namespace {

std::uint8_t on_white(int value, int alpha) {
  return static_cast<std::uint8_t>((value * alpha + 255 * (255 - alpha) + 127) / 255);
}

}  // namespace

void take_apart(const Image& rgba, Frame& frame) {
  SEGME_CHECK(rgba.channels() == 4);
  const std::size_t pixels = rgba.size() / 4;
  frame.image.resize(rgba.width(), rgba.height(), 3);
  frame.colours.resize(rgba.width(), rgba.height(), 3);
  frame.alpha.resize(rgba.width(), rgba.height(), 1);
  int least = 255;
  for (std::size_t i = 0; i < pixels; ++i) {
    const std::uint8_t* pixel = rgba.data() + 4 * i;
    const int alpha = frame.alpha.data()[i] = pixel[3];
    least = std::min(least, alpha);
    for (std::size_t c = 0; c < 3; ++c) {
      frame.colours.data()[3 * i + c] = pixel[c];
      frame.image.data()[3 * i + c] = on_white(pixel[c], alpha);
    }
  }
  if (least == 255) make_opaque(frame);
}

void make_opaque(Frame& frame) {
  if (!frame.alpha.empty()) frame.alpha.resize(0, 0, 1);
  if (!frame.colours.empty()) frame.colours.resize(0, 0, 3);
}

}  // namespace segme
