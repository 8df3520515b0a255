// data/harmony: teaches and judges the harmoniser (render/harmony): photographs whose person's colours are changed at
// random, as another camera, lamp or editor would, and are to be put right again. The true colours are known.
#pragma once

#include <cstdint>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "base/image.h"
#include "data/set.h"

namespace segme::data {

/// A change of colours: exposure, white balance, contrast and saturation.
class ColourChange {
 public:
  explicit ColourChange(std::mt19937& random);
  /// Changes RGB bytes in place.
  void apply(std::uint8_t* colours, std::size_t pixels) const;

 private:
  float gain_[3] = {};
  float contrast_ = 1, saturation_ = 1;
};

struct HarmonyOptions {
  int pictures = 4000;  ///< of the set, at most
  int steps = 20000;    ///< of training
  int batch = 32;       ///< changed persons a step
  double rate = 2e-3;   ///< of Adam, falling to a hundredth
  unsigned seed = 1;
};

/// Teaches a net. say(step, loss) is called now and then; stop() ends early. @throws Error(input)
std::vector<float> train_harmony(const std::vector<Sample>& samples, const HarmonyOptions& options,
                                 const std::function<void(int, double)>& say, const std::function<bool()>& stop);

/// Foreground mean squared error (0..255, over pixels in the matte's measure) of composites that were changed at
/// random.
struct HarmonyScore {
  std::string renderer;
  double fmse = 0;
};

/// Scores chains of renderers ("alpha", "harmonise") on the same changed composites, `changes` of each picture.
std::vector<HarmonyScore> score_harmony(const std::vector<Sample>& samples, const std::vector<std::string>& chains,
                                        int changes, unsigned seed);

}  // namespace segme::data
