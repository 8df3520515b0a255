// train/data/camera: what lens, sensor and file format do to a finished picture. All work in place on three float
// planes [3,size,size] of 0..255 and may leave that range a little.
#pragma once

#include <vector>

#include "train/data/draw.h"

namespace segme::train {

/// Planes and their side; `spare` is reused memory.
struct Planes {
  float* values = nullptr;
  int size = 0;
  std::vector<float>* spare = nullptr;
};

/// 1-2-1 blur, `rounds` times, along x (axes 1), y (2) or both (3): lens or motion.
void blur(const Planes& planes, int rounds, int axes);

/// Shrinks by the whole number `factor` and enlarges again: a picture that was small once.
void coarsen(const Planes& planes, int factor);

/// Gaussian noise of each pixel, or of blotches of grain x grain pixels.
void add_noise(const Planes& planes, float sigma, int grain, Random& random);

/// The 8x8 blocks of a JPEG: cosine transform, rounded to steps that grow with the frequency. strength 1 is about
/// quality 50.
void compress(const Planes& planes, float strength);

}  // namespace segme::train
