// train/augment: one decoded picture with its matte -> one training picture. A warp straight from the 8-bit cache,
// another background now and then, colours and light through look-up tables, a camera's faults. Kept cheap: the net
// trains on the same two cores.
#pragma once

#include <cstdint>
#include <vector>

#include "train/data/camera.h"
#include "train/data/decoded.h"
#include "train/data/draw.h"
#include "train/data/edge.h"
#include "train/data/light.h"

namespace segme::train {

/// What one picture is to become.
struct Recipe {
  const Decoded* person = nullptr;      ///< nullptr: a background alone
  const Decoded* second = nullptr;      ///< another person behind the first; only in a composite
  std::vector<const Decoded*> group{};  ///< two people and more, in place of person and second; fits_in_group() of each
  const Decoded* shown = nullptr;       ///< somebody in a picture that hangs on the background, and so nobody
  const Decoded* background = nullptr;  ///< nullptr with a person: the picture as it is; else composite
  bool flat = false;                    ///< a drawn colour or a gradient in place of the background
  bool colours = true;                  ///< off: geometry and compositing only
  enum class View { rich, affine, whole } view = View::rich;  ///< of a picture as it is; rich: turns and crops too
  float shift = 0.1F, zoom = 0.2F;                            ///< of View::affine
};

/// Writes planar RGB floats 0..255 [3,size,size] and the matte 0..1 [1,size,size].
class Augmenter {
 public:
  void run(const Recipe& recipe, int size, Random& random, float* image, float* matte);

 private:
  void make_background(const Recipe& recipe, int size, Random& random);
  void make_person(const Decoded& person, const Recipe& recipe, int size, int place, Random& random,
                   std::vector<std::uint8_t>& rgba);
  void put_group(const Recipe& recipe, int size, Random& random);
  void clean(const Decoded& person, const Recipe& recipe, int size, Random& random, std::vector<std::uint8_t>& rgba);
  void make_composite(const Recipe& recipe, int size, Random& random);
  void finish(const Recipe& recipe, int size, Random& random, float* image, float* matte);
  void spoil(int size, bool dark, Random& random, float* image);
  std::vector<std::uint8_t> picture_, person_, behind_;  ///< RGBA; alpha of the picture = its matte
  std::vector<float> spare_;
  EdgeCleaner edges_;
};

}  // namespace segme::train
