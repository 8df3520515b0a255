// sink/overlay: what is drawn over a picture where somebody looks, and nowhere else.
#pragma once

#include <string>
#include <vector>

#include "base/image.h"

namespace segme {

struct Overlay {
  const Matte* matte = nullptr;    ///< small, in the upper right corner; null: none
  std::vector<std::string> lines;  ///< upper left, one below the other
  std::string message;             ///< at the lower edge
};

}  // namespace segme
