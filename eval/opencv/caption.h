// eval/opencv/caption: a line of text in a picture.
#pragma once

#include <string>

#include "base/image.h"

namespace segme::eval {

struct CaptionPlace {
  int left = 0, top = 0, width = 0, height = 0;  ///< pixels
};

/// Writes light letters into the place of an RGB image; where the text is too long, its beginning goes. Letters beyond
/// ASCII become '?'.
void write_caption(const std::string& text, const CaptionPlace& place, Image& image);

}  // namespace segme::eval
