// pipeline/still: a picture with places of its own that are transparent, as a Frame.
#pragma once

#include "base/image.h"

namespace segme {

/// Makes `picture` (RGB, or RGBA with straight alpha) the frame's: what nets and refiners see lies on white, the
/// colours below the alpha and the alpha itself are kept beside it. Colours where nothing can be seen are those of the
/// visible neighbours, so that nothing hidden gets out. A picture that is opaque all over is only its image.
void set_picture(Frame& frame, Image picture);

/// What of the matte (of the frame's size) is there in the frame at all: each value times the frame's alpha.
void apply_alpha(const Frame& frame, Matte& matte);

}  // namespace segme
