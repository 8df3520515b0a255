// refine: coarse matte -> fine matte, one filter a file. The table of all of them is refiners.cpp.
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "base/image.h"
#include "base/kind.h"

namespace segme {

class Refiner {
 public:
  virtual ~Refiner() = default;
  /// Makes the matte of `frame` better, in place. The matte may change its size (upsample, guided: to the frame's
  /// size); values stay in 0..1. `frame.image` has 3 channels and is never changed.
  virtual void refine(const Frame& frame, Matte& matte) = 0;
  /// Forgets the past (temporal filters): called at a cut, a seek or a new input.
  virtual void reset() {}
};

using RefinerKind = Kind<Refiner>;

/// Every refiner, in the order --help prints them.
std::span<const RefinerKind* const> all_refiners();

/// Makes a refiner from "guided:radius=6". @throws Error(usage)
std::unique_ptr<Refiner> make_refiner(std::string_view text);

}  // namespace segme
