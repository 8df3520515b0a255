// render/person_mask: a matte as yes or no, grown; of several people the largest, without holes.
#pragma once

#include <cstddef>
#include <vector>

#include "base/bounds.h"
#include "base/components.h"
#include "base/image.h"

namespace segme {

class PersonMask {
 public:
  /// Takes what is above a half, grown to all sides by `radius` pixels; the outermost pixels of the picture are
  /// nobody's. Whether somebody is there.
  bool find(const Matte& matte, int radius);
  [[nodiscard]] bool at(int x, int y) const { return mask_.row(y)[x] != 0; }
  [[nodiscard]] const Bounds& box() const { return box_; }

 private:
  void grow(int radius);
  bool keep_largest();
  Image mask_, before_;  // one channel: 0 nobody, 1 the person
  Components components_;
  std::vector<std::size_t> areas_;  // of the components
  Bounds box_{};
};

}  // namespace segme
