// train/data/light: spreads are the trial's (docs/training.md); the dark room is there because nets are known to fail
// in it.
#include "train/data/light.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace segme::train {
namespace {

using Bytes = std::array<std::uint8_t, 256>;

std::array<double, 3> mean_of(const std::vector<std::uint8_t>& rgba, bool by_alpha) {
  std::array<std::uint64_t, 3> sum{};
  std::uint64_t weights = 0;
  for (std::size_t i = 0; i < rgba.size(); i += 4) {
    const std::uint64_t weight = by_alpha ? rgba[i + 3] : 255;
    weights += weight;
    for (std::size_t c = 0; c < 3; ++c) sum[c] += weight * rgba[i + c];
  }
  std::array<double, 3> mean{128, 128, 128};
  if (weights > 0) {
    for (std::size_t c = 0; c < 3; ++c) mean[c] = static_cast<double>(sum[c]) / static_cast<double>(weights);
  }
  return mean;
}

}  // namespace

Tones neutral_tones() {
  Tones tones{};
  for (Tone& tone : tones) {
    for (std::size_t i = 0; i < tone.size(); ++i) tone[i] = static_cast<float>(i);
  }
  return tones;
}

Tones draw_tones(float strength, Random& random) {
  const float brightness = normal(random, 18 * strength);
  const float contrast = std::exp(normal(random, 0.18F * strength));
  const float gamma = std::exp(normal(random, 0.22F * strength));
  Tone curve{};
  for (std::size_t i = 0; i < curve.size(); ++i) {
    const float curved = 255 * std::pow(static_cast<float>(i) / 255, gamma);
    curve[i] = (curved - 128) * contrast + 128 + brightness;
  }
  Tones tones{};
  for (Tone& tone : tones) {
    const float gain = std::exp(normal(random, 0.07F * strength));
    for (std::size_t i = 0; i < tone.size(); ++i) tone[i] = std::clamp(curve[i] * gain, 0.0F, 255.0F);
  }
  return tones;
}

void darken(Tones& tones, Random& random) {
  const float light = std::exp(uniform(random, std::log(0.18F), std::log(0.5F)));
  for (Tone& tone : tones) {
    const float gain = light * std::exp(normal(random, 0.12F));
    for (float& value : tone) value = std::min(value * gain, 255.0F);
  }
}

Tones match_tones(const std::vector<std::uint8_t>& person, const std::vector<std::uint8_t>& background, float share) {
  constexpr double kDarkest = 12;  // a mean below this says little, and would make a large gain
  const std::array<double, 3> ours = mean_of(person, true);
  const std::array<double, 3> theirs = mean_of(background, false);
  Tones tones = neutral_tones();
  for (std::size_t c = 0; c < 3; ++c) {
    const double ratio = std::max(theirs[c], kDarkest) / std::max(ours[c], kDarkest);
    const float gain = static_cast<float>(std::pow(std::clamp(ratio, 0.25, 2.0), static_cast<double>(share)));
    for (float& value : tones[c]) value = std::min(value * gain, 255.0F);
  }
  return tones;
}

void apply_tones(const Tones& tones, std::vector<std::uint8_t>& rgba) {
  std::array<Bytes, 3> tables{};
  for (std::size_t c = 0; c < 3; ++c) {
    for (std::size_t i = 0; i < 256; ++i) tables[c][i] = static_cast<std::uint8_t>(tones[c][i] + 0.5F);
  }
  for (std::size_t i = 0; i < rgba.size(); i += 4) {
    for (std::size_t c = 0; c < 3; ++c) rgba[i + c] = tables[c][rgba[i + c]];
  }
}

}  // namespace segme::train
