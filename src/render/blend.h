// render/blend: person over background, alpha x person + (1 - alpha) x background in sRGB values, as browsers and
// editors do, rounded to nearest.
#pragma once

#include "base/image.h"
#include "render/foreground.h"
#include "render/matte_blocks.h"
#include "render/renderer.h"

namespace segme {

/// Draws scenes, with the person's own colours estimated first where it is wanted.
class Composer {
 public:
  /// The person of a scene: the frame, or the estimated colours. Valid until the next call.
  const Image& person(const Scene& scene, bool estimate);
  /// Over the scene's background, which must be there: where the matte is 1 the frame, where it is 0 the background.
  void run(const Scene& scene, bool estimate, Image& picture);
  /// The same in planes. What is all person keeps the values that are stored.
  void run(const Scene& scene, const StoredScene& stored, bool estimate, const Planes420<std::uint8_t>& picture);
  /// The same in planes of 10 bits: what is all person keeps the values that are stored, and edges keep their steps.
  void run_deep(const Scene& scene, const StoredScene& stored, bool estimate, const DeepPlanes<std::uint16_t>& picture);

 private:
  /// Finds what is person, background or both. Returns the colours of the person where both are.
  const Image& find_edges(const Scene& scene, bool estimate);
  void blend_rows(const Scene& scene, const Image& edge, int y, int x, int count);

  ForegroundEstimator estimator_;
  MatteBlocks blocks_;
  Image colours_;
  Image rows_;                  // two rows of a picture
  Buffer<std::uint8_t> drawn_;  // per block of two rows: 1 where the picture in planes has the still background
};

}  // namespace segme
