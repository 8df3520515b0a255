// capture/take_apart: a picture with alpha -> a Frame: what is looked at, what is drawn, and how much of it is there.
#pragma once

#include "base/image.h"

namespace segme {

/// `rgba` has straight alpha. frame.image lies on white; alpha and colours are empty where all of it is opaque.
void take_apart(const Image& rgba, Frame& frame);

/// Forgets the alpha of the frame before.
void make_opaque(Frame& frame);

}  // namespace segme
