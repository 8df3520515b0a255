// capi/picture_view: the caller's pixels as a Frame, and pictures and mattes into the caller's pixels.
#pragma once

#include "base/image.h"
#include "capi/segme.h"

namespace segme::capi {

/// Sides, strides and planes of `image` are possible, and its format is one that there is. `name` ("in") stands before
/// the field of the error. @throws Error(usage)
void check_view(const segme_image* image, const char* name);

/// The pixels of `in` as a frame: `view` looks at them where they lie, or `own` gets a copy; returns which. `planes` is
/// memory for chroma that has to be taken apart. Only a picture with transparent places costs an allocation each time.
/// @throws Error(usage) for GREY_F32
Frame& read_view(const segme_image& in, Frame& view, Frame& own, Image& planes);

/// Writes a picture of 1, 3 or 4 channels to pixels of its size. @throws Error(usage) where the format cannot hold it
void write_view(const Image& picture, const segme_image& out, Image& planes);

/// Writes a matte to GREY8 or GREY_F32 pixels of its size. @throws Error(usage)
void write_view(const Matte& matte, const segme_image& out, const char* name);

}  // namespace segme::capi
