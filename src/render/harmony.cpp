// render/harmony: two hidden layers with tanh, a line behind them.
#include "render/harmony.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace segme {
namespace {

constexpr int kBins = 128;
constexpr float kLow[3] = {0, -64, -64};  // of the histograms; lightness to 100, a and b to 64
constexpr float kWide[3] = {100, 128, 128};
constexpr float kMiddle[3] = {50, 0, 0};  // what is 0 to the net, and what is 1
constexpr float kUnit[3] = {30, 20, 20};
constexpr float kSpreadUnit = 20;
constexpr float kQuantiles[5] = {0.05F, 0.25F, 0.5F, 0.75F, 0.95F};
constexpr float kShiftUnit = 20;  // of the net's answers
constexpr float kGainUnit = 0.5F;

/// Where the histogram reaches a part of its sum, in the middle of its bins.
float quantile(const std::array<float, kBins>& histogram, float sum, float part) {
  float below = 0;
  for (std::size_t bin = 0; bin < kBins; ++bin) {
    if (below + histogram[bin] >= part * sum && histogram[bin] > 0) {
      return (static_cast<float>(bin) + (part * sum - below) / histogram[bin]) / kBins;
    }
    below += histogram[bin];
  }
  return 1;
}

}  // namespace

Palette make_palette(const LabRow& row, const float* weights, std::size_t pixels) {
  const float* planes[3] = {row.lightness, row.a, row.b};
  Palette palette;
  float* out = palette.values;
  for (std::size_t c = 0; c < 3; ++c) {
    std::array<float, kBins> histogram{};
    double weight = 0, sum = 0, squares = 0;
    for (std::size_t i = 0; i < pixels; ++i) {
      const float value = planes[c][i];
      // Shared by the two nearest bins: a grey, whose a and b are 0 but for the last bit, lies where two bins meet.
      const float place = std::clamp((value - kLow[c]) / kWide[c] * kBins - 0.5F, 0.0F, kBins - 1.001F);
      const auto bin = static_cast<std::size_t>(place);
      const float above = weights[i] * (place - static_cast<float>(bin));
      histogram[bin] += weights[i] - above;
      histogram[bin + 1] += above;
      const auto exact = static_cast<double>(value);  // of a flat colour, squares less mean are all but nothing
      weight += static_cast<double>(weights[i]);
      sum += static_cast<double>(weights[i]) * exact;
      squares += static_cast<double>(weights[i]) * exact * exact;
    }
    const double mean = weight > 0 ? sum / weight : static_cast<double>(kMiddle[c]);
    const double spread = weight > 0 ? std::sqrt(std::max(0.0, squares / weight - mean * mean)) : 0.0;
    palette.mean[c] = static_cast<float>(mean);
    *out++ = (palette.mean[c] - kMiddle[c]) / kUnit[c];
    *out++ = static_cast<float>(spread) / kSpreadUnit;
    for (std::size_t q = 0; q < 5; ++q) {
      if (c > 0 && q % 2 == 1) continue;  // three are enough for colour
      const float place = quantile(histogram, static_cast<float>(weight), kQuantiles[q]);
      *out++ = weight > 0 ? (kLow[c] + place * kWide[c] - kMiddle[c]) / kUnit[c] : 0.0F;
    }
  }
  return palette;
}

void run_harmony(std::span<const float> weights, HarmonyRun& run) {
  SEGME_CHECK(weights.size() == kHarmonyWeights);
  const float* w = weights.data();
  for (int layer = 0; layer < 3; ++layer) {
    const int from = kHarmonyLayers[layer];
    for (int k = 0; k < kHarmonyLayers[layer + 1]; ++k, w += from + 1) {
      float sum = w[from];
      for (int i = 0; i < from; ++i) sum += w[i] * run.layers[layer][i];
      run.layers[layer + 1][k] = layer < 2 ? std::tanh(sum) : sum;
    }
  }
}

void set_harmony_inputs(const Palette& person, const Palette& background, float share, HarmonyRun& run) {
  std::copy_n(person.values, kPalette, run.layers[0]);
  std::copy_n(background.values, kPalette, run.layers[0] + kPalette);
  run.layers[0][2 * kPalette] = share;
}

void read_harmony(const HarmonyRun& run, const Palette& person, float strength, float scale[3], float offset[3]) {
  for (int c = 0; c < 3; ++c) {
    // About the person's mean, so that gain and shift have nothing to do with each other.
    const float gain = std::exp(strength * kGainUnit * run.layers[3][2 * c]);
    const float shift = strength * kShiftUnit * run.layers[3][2 * c + 1];
    scale[c] = gain;
    offset[c] = person.mean[c] * (1 - gain) + shift;
  }
}

}  // namespace segme
