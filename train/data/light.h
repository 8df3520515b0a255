// train/data/light: the colours of a picture by 8-bit look-up tables: exposure, contrast, gamma, white balance.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "train/data/draw.h"

namespace segme::train {

/// New value of a channel by its old one, 0..255, not rounded.
using Tone = std::array<float, 256>;
using Tones = std::array<Tone, 3>;

Tones neutral_tones();

/// A random exposure, contrast, gamma and white balance; `strength` 1 is the usual spread.
Tones draw_tones(float strength, Random& random);

/// Makes the tones those of a dark room: little light of one colour.
void darken(Tones& tones, Random& random);

/// Moves the mean of the person (weighted by alpha) towards the mean of the background, each channel by `share`.
Tones match_tones(const std::vector<std::uint8_t>& person, const std::vector<std::uint8_t>& background, float share);

/// Runs RGBA through the tones; alpha stays.
void apply_tones(const Tones& tones, std::vector<std::uint8_t>& rgba);

}  // namespace segme::train
