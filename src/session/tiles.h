// session/tiles: several pictures side by side, as square a grid as their number allows.
#pragma once

#include "base/image.h"

namespace segme::session {

class Tiles {
 public:
  /// For `count` pictures; each place has `width` x `height` pixels.
  Tiles(int count, int width, int height);

  /// Puts a picture (1, 3 or 4 channels; transparent places black) into its place, as large as fits, centred on black.
  void put(int place, const Image& picture);
  /// All of them; places that were never filled are black.
  [[nodiscard]] const Image& picture() const { return canvas_; }

 private:
  int columns_, width_, height_;
  Image canvas_, scaled_;
};

}  // namespace segme::session
