// train/data/prior: the matte of the frame before, invented for a single picture: what a net that reads it is taught
// with. The truth moved, bent, blurred and damaged as a net's own matte would be, or nothing, as in a first frame.
#pragma once

#include "train/data/draw.h"

namespace segme::train {

/// Fills prior[size * size] from matte[size * size], both 0..1.
void draw_prior(const float* matte, int size, Random& random, float* prior);

}  // namespace segme::train
