// train/data/draw: the few random draws that the augmentation is written in.
#pragma once

#include <random>

namespace segme::train {

using Random = std::mt19937_64;

inline float uniform(Random& random, float low, float high) {
  return std::uniform_real_distribution<float>(low, high)(random);
}
inline float normal(Random& random, float sigma) { return std::normal_distribution<float>(0.0F, sigma)(random); }
inline bool chance(Random& random, float probability) { return uniform(random, 0, 1) < probability; }

}  // namespace segme::train
