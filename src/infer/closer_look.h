// infer/closer_look: who fills little of a picture is small in the net's square. What the net says of the whole tells
// where to look once more, nearer; both answers are joined into a matte that is finer by as much.
#pragma once

#include "base/image.h"
#include "infer/tensorise.h"

namespace segme {

/// The sigmoid of the mean of two mattes' logits: who is sure counts more than who is not, so that what but one of them
/// half sees does not stay as a haze, which the mean of the mattes themselves would leave.
float between(float a, float b);

/// The part of a picture of the given size that holds everybody in `coarse` (a matte of the whole picture) with room
/// around them, never narrower than 3:4 or flatter than 4:3 where it is shown while the picture has more; in pixels of
/// the picture, whose pixel_aspect is a Frame's.
/// 0 x 0 where nobody is, or where that part is so large that a closer look would show nothing new.
Rect closer_view(const Matte& coarse, int picture_width, int picture_height, double pixel_aspect = 1);

/// Enlarges `matte` until the part `view` of it is as fine as `closer`, the matte of that part (but never finer than
/// the picture, nor more than four times), and joins both there; towards those sides of the view that are no sides of
/// the picture the closer one counts less and less. `spare` is overwritten.
void join_closer(const Matte& closer, Rect view, int picture_width, int picture_height, Matte& matte, Matte& spare);

/// The part `view` of a picture.
void cut_out_view(const Image& picture, Rect view, Image& part);

}  // namespace segme
