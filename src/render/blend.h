// render/blend: person over background, alpha x person + (1 - alpha) x background in sRGB values, as browsers and
// editors do, rounded to nearest.
#pragma once

#include "base/image.h"
#include "render/foreground.h"
#include "render/renderer.h"

namespace segme {

/// picture = matte over background; all of the frame's size. Where the matte is 1 the frame, where it is 0 the
/// background.
void blend(const Image& person, const Matte& matte, const Image& background, Image& picture);

/// Blending a scene that has a background, with the person's own colours estimated first where `estimate` says so.
class Composer {
 public:
  void run(const Scene& scene, bool estimate, Image& picture);

 private:
  ForegroundEstimator estimator_;
  Image colours_;
};

}  // namespace segme
