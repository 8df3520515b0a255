// render/person_mask: a matte as yes or no, grown; of several people the largest, without holes.
#pragma once

#include <cstdint>

#include "base/image.h"

namespace segme {

/// Where in a picture: the pixels left..right - 1 of the rows top..bottom - 1.
struct Box {
  int left, top, right, bottom;
  [[nodiscard]] int width() const { return right - left; }
  [[nodiscard]] int height() const { return bottom - top; }
};

class PersonMask {
 public:
  /// Takes what is above a half, grown to all sides by `radius` pixels; the outermost pixels of the picture are
  /// nobody's. Whether somebody is there.
  bool find(const Matte& matte, int radius);
  [[nodiscard]] bool at(int x, int y) const { return mask_.row(y)[x] != 0; }
  [[nodiscard]] const Box& box() const { return box_; }

 private:
  void grow(int radius);
  int flood(int start, std::uint8_t from, std::uint8_t to, bool corners);
  bool keep_largest();
  Image mask_, before_;  // one channel: 0 nobody, 1 the person
  Buffer<int> queue_;
  Box box_{};
};

}  // namespace segme
