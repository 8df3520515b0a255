// data/crop: face-centred squares, the way portrait sets are made from photos of any kind.
#pragma once

#include <optional>
#include <vector>

#include "base/image.h"
#include "data/face_detector.h"

namespace segme::data {

/// The square of a face: its box grown by one face width on each side, moved to lie within the picture, made smaller
/// only where the picture is smaller than it.
Area square_around(const Area& face, int width, int height);

/// That part of a picture of any channels, or of a matte. The box lies within.
Image cut(const Image& picture, const Area& box);
Matte cut(const Matte& matte, const Area& box);

/// The squares of a picture that have at least `least` pixels a side and in which exactly one face is found again.
std::vector<Area> portrait_squares(const Image& picture, FaceDetector& detector, int least);

}  // namespace segme::data
