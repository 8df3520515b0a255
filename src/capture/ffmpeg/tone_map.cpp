// capture/ffmpeg/tone_map: see tone_map.h. Four tables: stored value to light, HLG's luminance to what its display
// makes of it, light of the brightest channel to what all are multiplied by, light to sRGB. All but the first are read
// by the upper bits of the number itself, in steps of 1 %.
#include "capture/ffmpeg/tone_map.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace segme::ffmpeg {
namespace {

constexpr int kValueBits = 12;
constexpr double kWhite = 203;   // nits of SDR's white among HDR (ITU-R BT.2408)
constexpr double kPeak = 1000;   // nits that pictures are usually made for
constexpr int kShift = 16;       // of a float: 7 bits of its fraction stay
constexpr float kLeast = 1e-5F;  // light that is black
constexpr float kMost = 64;      // more than PQ's 10000 nits

std::uint32_t bits_of(float light) { return std::bit_cast<std::uint32_t>(std::clamp(light, kLeast, kMost)) >> kShift; }
std::uint32_t first_bits() { return bits_of(kLeast); }
std::uint32_t table_size() { return bits_of(kMost) - first_bits() + 1; }
/// The middle of the lights that share an entry.
double light_at(std::uint32_t entry) {
  const std::uint32_t bits = ((entry + first_bits()) << kShift) | (1U << (kShift - 1));
  return static_cast<double>(std::bit_cast<float>(bits));
}

// SMPTE ST 2084.
constexpr double kM1 = 2610.0 / 16384, kM2 = 2523.0 / 32, kC1 = 3424.0 / 4096, kC2 = 2413.0 / 128, kC3 = 2392.0 / 128;

double pq_to_nits(double value) {
  const double power = std::pow(value, 1 / kM2);
  return 10000 * std::pow(std::max(0.0, power - kC1) / (kC2 - kC3 * power), 1 / kM1);
}

double nits_to_pq(double nits) {
  const double power = std::pow(nits / 10000, kM1);
  return std::pow((kC1 + kC2 * power) / (1 + kC3 * power), kM2);
}

/// ARIB STD-B67: light of the scene, 0..1.
double hlg_to_scene(double value) {
  constexpr double kA = 0.17883277, kB = 0.28466892, kC = 0.55991073;
  return value <= 0.5 ? value * value / 3 : (std::exp((value - kC) / kA) + kB) / 12;
}

/// What a display of 1000 nits multiplies all three channels by, where the scene's luminance is this (ITU-R BT.2100).
double hlg_system(double luminance) {
  constexpr double kGamma = 1.2;
  return kPeak / kWhite * std::pow(luminance, kGamma - 1);
}

/// BT.2390's curve in PQ: below the knee as it is, above it so that the peak becomes white.
double compressed(double nits) {
  const double peak = nits_to_pq(kPeak);
  const double most = nits_to_pq(kWhite) / peak;
  const double knee = 1.5 * most - 0.5;
  const double value = std::min(1.0, nits_to_pq(nits) / peak);
  if (value <= knee) return nits;
  const double t = (value - knee) / (1 - knee);
  const double result = (2 * t * t * t - 3 * t * t + 1) * knee + (t * t * t - 2 * t * t + t) * (1 - knee) +
                        (-2 * t * t * t + 3 * t * t) * most;
  return pq_to_nits(result * peak);
}

double srgb(double light) {
  return light <= 0.0031308 ? 12.92 * light : 1.055 * std::pow(std::min(1.0, light), 1 / 2.4) - 0.055;
}

}  // namespace

ToneMap::ToneMap(int transfer, bool wide) : transfer_(transfer), wide_(wide) {
  constexpr int kValues = 1 << kValueBits;
  light_.resize(kValues);
  for (int i = 0; i < kValues; ++i) {
    const double value = static_cast<double>(i) / (kValues - 1);
    light_[static_cast<std::size_t>(i)] =
        static_cast<float>(transfer == AVCOL_TRC_SMPTE2084 ? pq_to_nits(value) / kWhite : hlg_to_scene(value));
  }
  gain_.resize(table_size());
  value_.resize(table_size());
  for (std::uint32_t i = 0; i < table_size(); ++i) {
    const double light = light_at(i);
    gain_[i] = static_cast<float>(compressed(light * kWhite) / (light * kWhite));
    value_[i] = static_cast<std::uint8_t>(std::lround(255 * srgb(light)));
  }
  value_.front() = 0;
  if (transfer == AVCOL_TRC_SMPTE2084) return;
  system_.resize(table_size());
  for (std::uint32_t i = 0; i < table_size(); ++i) system_[i] = static_cast<float>(hlg_system(light_at(i)));
}

void ToneMap::run(const std::uint16_t* pixels, Image& image) const {
  image.channels() == 4 ? map<4>(pixels, image) : map<3>(pixels, image);
}

template <int channels>
void ToneMap::map(const std::uint16_t* pixels, Image& image) const {
  // BT.2020 -> BT.709, linear light.
  const float m[9] = {1.6605F, -0.5876F, -0.0728F, -0.1246F, 1.1329F, -0.0083F, -0.0182F, -0.1006F, 1.1187F};
  const std::uint32_t first = first_bits();
  std::uint8_t* to = image.data();
  for (std::uint8_t* const end = to + image.size(); to != end; to += channels, pixels += channels) {
    float r = light_[pixels[0] >> (16 - kValueBits)];
    float g = light_[pixels[1] >> (16 - kValueBits)];
    float b = light_[pixels[2] >> (16 - kValueBits)];
    if (!system_.empty()) {
      const float luminance = wide_ ? 0.2627F * r + 0.678F * g + 0.0593F * b : 0.2126F * r + 0.7152F * g + 0.0722F * b;
      const float system = system_[bits_of(luminance) - first];
      r *= system;
      g *= system;
      b *= system;
    }
    const float brightest = std::max({r, g, b});
    if (wide_) {
      const float red = m[0] * r + m[1] * g + m[2] * b;
      const float green = m[3] * r + m[4] * g + m[5] * b;
      b = m[6] * r + m[7] * g + m[8] * b;
      r = red;
      g = green;
    }
    const float gain = gain_[bits_of(brightest) - first];
    to[0] = value_[bits_of(r * gain) - first];
    to[1] = value_[bits_of(g * gain) - first];
    to[2] = value_[bits_of(b * gain) - first];
    if constexpr (channels == 4) to[3] = static_cast<std::uint8_t>((pixels[3] * 255U + 32767U) / 65535U);
  }
}

}  // namespace segme::ffmpeg
