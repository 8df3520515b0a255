// infer/subtraction_clean: what a difference looks like when noise and thin gaps are gone.
#pragma once

#include <cstddef>
#include <vector>

#include "base/components.h"
#include "base/image.h"

namespace segme {

/// The largest value of a square of 2 * radius + 1 around each.
void grow(Matte& matte, int radius, Matte& scratch);

/// Grey closing with a square of 2 * radius + 1: gaps that are narrower go.
void close_gaps(Matte& matte, int radius, Matte& scratch);

/// Takes away blobs (above 1/2) that are smaller than 1/50 of the largest or than 1/2000 of the picture, and fills
/// holes (not above 1/2, not at the border) that are smaller than `holes` of all blobs together. `components` and
/// `areas` are scratch memory.
void drop_specks_and_holes(Matte& matte, float holes, Components& components, std::vector<std::size_t>& areas);

}  // namespace segme
