// sink/fill_hidden: colours for what cannot be seen. A lossy encoder smears what is behind fully transparent pixels
// into the edge of the person; filled with the colours next to them there is nothing to smear, and nearly nothing to
// encode.
#pragma once

#include <vector>

#include "base/image.h"

namespace segme {

class HiddenFill {
 public:
  /// The RGBA picture with other colours where its alpha is 0: those of the person nearby, block by block. `filled` may
  /// be the picture itself.
  void run(const Image& picture, Image& filled);

 private:
  struct Block {
    float colour[3] = {0, 0, 0};
    float weight = 0;  ///< of what can be seen in it, or 1 once it was filled from its neighbours
  };
  void gather(const Image& picture);
  void spread();

  std::vector<Block> blocks_, next_;
  int columns_ = 0, rows_ = 0;
};

}  // namespace segme
