// For the tests of render: a synthetic person whose matte is known, before a picture, and a renderer by its text.
#pragma once

#include <memory>
#include <string>

#include "capture/synthetic.h"
#include "render/picture.h"
#include "render/renderer.h"

namespace segme {

struct MadeScene {
  Frame frame;
  Matte matte;
  Image background;

  explicit MadeScene(int width = 96, int height = 72) {
    Synthetic::Options options;
    options.width = width;
    options.height = height;
    Synthetic synthetic(options);
    synthetic.next(frame);
    matte = synthetic.truth();
    background.resize(width, height, 3);
    for (int y = 0; y < height; ++y) {
      for (int x = 0; x < width; ++x) {
        std::uint8_t* pixel = background.row(y) + static_cast<std::ptrdiff_t>(x) * 3;
        pixel[0] = static_cast<std::uint8_t>(40 + 150 * x / width);
        pixel[1] = static_cast<std::uint8_t>(90 + 80 * y / height);
        pixel[2] = static_cast<std::uint8_t>(200 - 120 * x / width + (x * 7 + y * 13) % 11);
      }
    }
  }
  /// The frame through a chain of renderers, before the background where `behind` says so.
  [[nodiscard]] Image drawn(const std::string& chain, bool behind = true) const {
    Image out;
    make_renderer(chain, behind ? std::make_shared<Picture>(background, Fit::fill) : nullptr)
        ->render(frame, matte, out);
    return out;
  }
};

}  // namespace segme
