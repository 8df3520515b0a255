// render/blend: person over background, alpha x person + (1 - alpha) x background in sRGB values, as browsers and
// editors do, rounded to nearest.
#pragma once

#include "base/image.h"
#include "render/foreground.h"

namespace segme {

/// picture = matte over background; all of the frame's size. Where the matte is 1 the frame, where it is 0 the
/// background.
void blend(const Image& person, const Matte& matte, const Image& background, Image& picture);

/// Blending with the person's own colours estimated first.
class Composer {
 public:
  void run(const Frame& frame, const Matte& matte, const Image& background, bool estimate, Image& picture);

 private:
  ForegroundEstimator estimator_;
  Image colours_;
};

}  // namespace segme
