// render/harmony: how a person's colours are to change to suit the scene: a small net over what the colours of person
// and background are like (mean, spread and quantiles in Lab), which answers with a gain and a shift for each channel.
// It learnt from photographs whose person's colours were changed at random, and which it was to put right
// (data/harmony).
#pragma once

#include <span>

#include "base/image.h"
#include "render/kernels.h"

namespace segme {

inline constexpr int kPalette = 17;  ///< numbers that describe the colours of a region
inline constexpr int kHarmonyInputs =
    2 * kPalette + 1;                      ///< of person and background, and the person's part of the picture
inline constexpr int kHarmonyOutputs = 6;  ///< for lightness, a and b: logarithm of the gain, and shift
inline constexpr int kHarmonyLayers[] = {kHarmonyInputs, 48, 24, kHarmonyOutputs};
inline constexpr std::size_t kHarmonyWeights = 48 * (kHarmonyInputs + 1) + 24 * (48 + 1) + kHarmonyOutputs * (24 + 1);

/// Mean and spread of each channel, 5 quantiles of lightness, 3 of a and of b, scaled to about -1..1.
struct Palette {
  float values[kPalette] = {};
  float mean[3] = {};  ///< in Lab
};

/// Describes pixels, each counting as much as its weight.
Palette make_palette(const LabRow& row, const float* weights, std::size_t pixels);

/// What the net keeps of a run, for training.
struct HarmonyRun {
  float layers[4][48];  ///< inputs, two hidden layers, outputs
};

/// Runs the net on run.layers[0]: fills the others.
void run_harmony(std::span<const float> weights, HarmonyRun& run);

/// The inputs from both palettes; share: the person's part of the picture, 0..1.
void set_harmony_inputs(const Palette& person, const Palette& background, float share, HarmonyRun& run);

/// The change that the outputs mean, as x * scale + offset in Lab, gone `strength` of the way.
void read_harmony(const HarmonyRun& run, const Palette& person, float strength, float scale[3], float offset[3]);

/// The trained weights, kHarmonyWeights of them.
std::span<const float> harmony_weights();

}  // namespace segme
