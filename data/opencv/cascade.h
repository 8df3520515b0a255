// data/opencv/cascade: OpenCV's cascade of boosted features (Viola and Jones 2001) as a FaceDetector.
#pragma once

#include "data/face_detector.h"

namespace segme::data {

/// `cascade` empty: frontal faces, from the package opencv-data. @throws Error(missing), Error(input)
std::unique_ptr<FaceDetector> make_cascade_detector(const std::filesystem::path& cascade);

}  // namespace segme::data
