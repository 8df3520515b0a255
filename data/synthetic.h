// data/synthetic: the same people in other rooms. Composites are the cheapest way to more data.
#pragma once

#include <cstdint>
#include <random>
#include <vector>

#include "base/image.h"
#include "data/crop.h"
#include "render/foreground.h"

namespace segme::data {

/// Makes square composites; memory is kept between calls. Pictures are RGB of any size, a truth has its picture's size.
/// The matte that comes out is rounded to 8 bits, so that what is written is what was mixed with.
class Compositor {
 public:
  using Random = std::mt19937_64;

  /// Picture, matte and background stretched to size x size: out = background (1 - m) + picture m. Simple, and what the
  /// reference's set was made with; the old background's colours stay in the hair.
  void plain(const Image& picture, const Matte& truth, const Image& background, int size, Image& out, Matte& matte);

  /// The person in colours of its own (render/foreground), a drawn edge softened, mirrored half of the time, as high as
  /// 45 to 100 % of the square and anywhere in it, except that a border of the photo which cuts the person stays a
  /// border; over a random square part of the background.
  void natural(const Image& picture, const Matte& truth, const Image& background, int size, Random& random, Image& out,
               Matte& matte);

 private:
  void premultiply(const Image& colours, const Matte& truth);
  ForegroundEstimator estimator_;
  Image colours_, premultiplied_, scaled_, room_;
  Matte soft_;
};

/// Where natural() puts the picture: its size and its upper left corner in the square.
struct Placement {
  std::int64_t width = 0, height = 0, left = 0, top = 0;
};
Placement draw_placement(const Matte& truth, int size, Compositor::Random& random);

/// Whether a matte has a drawn edge: hardly any value between 0 and 1.
bool is_hard(const Matte& truth);

/// A drawn edge blurred over a pixel or a few (the more the larger the picture) and pulled in by half of that, since
/// drawn borders include a rim of background.
Matte soften(const Matte& truth);

}  // namespace segme::data
