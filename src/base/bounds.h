// base/bounds: a part of a picture.
#pragma once

namespace segme {

/// The pixels left..right - 1 of the rows top..bottom - 1.
struct Bounds {
  int left, top, right, bottom;
  [[nodiscard]] int width() const { return right - left; }
  [[nodiscard]] int height() const { return bottom - top; }
};

}  // namespace segme
