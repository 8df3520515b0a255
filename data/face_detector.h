// data/face_detector: the face between `segme data crop` and what finds faces.
#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "base/image.h"

namespace segme::data {

/// In pixels; may touch the border but lies within the picture.
struct Area {
  int left = 0, top = 0, width = 0, height = 0;
};

class FaceDetector {
 public:
  virtual ~FaceDetector() = default;
  /// The faces of an RGB picture, the largest first. Not to be called from two threads.
  virtual std::vector<Area> find(const Image& picture) = 0;
};

/// The detector of this build. `cascade`: a file of it other than the default. @throws Error(missing) where it is not
/// built in or its data are not installed; the sentence says how to get them.
std::unique_ptr<FaceDetector> make_face_detector(const std::filesystem::path& cascade = {});

}  // namespace segme::data
