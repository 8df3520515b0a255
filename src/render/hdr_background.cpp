// render/hdr_background: see hdr_background.h.
#include "render/hdr_background.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string_view>

#include "render/named_colour.h"

namespace segme {
namespace {

constexpr double kWhite = 203;     // nits
constexpr double kHlgPeak = 1000;  // nits of the display that HLG is made for
constexpr std::size_t kSteps = 4096;

double linear(double srgb) { return srgb <= 0.04045 ? srgb / 12.92 : std::pow((srgb + 0.055) / 1.055, 2.4); }

/// SMPTE ST 2084.
double pq(double nits) {
  constexpr double kM1 = 2610.0 / 16384, kM2 = 2523.0 / 32, kC1 = 3424.0 / 4096, kC2 = 2413.0 / 128, kC3 = 2392.0 / 128;
  const double power = std::pow(nits / 10000, kM1);
  return std::pow((kC1 + kC2 * power) / (1 + kC3 * power), kM2);
}

/// ARIB STD-B67, of the scene's light.
double hlg(double scene) {
  constexpr double kA = 0.17883277, kB = 0.28466892, kC = 0.55991073;
  return scene <= 1.0 / 12 ? std::sqrt(3 * scene) : kA * std::log(12 * scene - kB) + kC;
}

/// What leads from the light of such a display, of this luminance (1 is white), to that of the scene (ITU-R BT.2100).
double hlg_scene(double luminance) {
  constexpr double kGamma = 1.2;
  return kWhite / kHlgPeak * std::pow(luminance * kWhite / kHlgPeak, (1 - kGamma) / kGamma);
}

std::size_t step_of(float light) {
  return static_cast<std::size_t>(std::sqrt(std::clamp(light, 0.0F, 1.0F)) * (kSteps - 1) + 0.5F);
}

}  // namespace

HdrColours::HdrColours(bool is_hlg) : value_(kSteps) {
  for (std::size_t i = 0; i < light_.size(); ++i) light_[i] = static_cast<float>(linear(static_cast<double>(i) / 255));
  for (std::size_t i = 0; i < kSteps; ++i) {
    const double root = static_cast<double>(i) / (kSteps - 1);
    const double light = root * root;
    value_[i] = static_cast<std::uint8_t>(std::lround(255 * (is_hlg ? hlg(light) : pq(light * kWhite))));
  }
  if (!is_hlg) return;
  scene_.resize(kSteps);
  for (std::size_t i = 0; i < kSteps; ++i) {
    const double root = std::max(0.25, static_cast<double>(i)) / (kSteps - 1);
    scene_[i] = static_cast<float>(hlg_scene(root * root));
  }
}

void HdrColours::store(const std::uint8_t* from, std::uint8_t* to) const {
  const float r = light_[from[0]], g = light_[from[1]], b = light_[from[2]];  // BT.709 -> BT.2020
  const float wide[3] = {0.6274F * r + 0.3293F * g + 0.0433F * b, 0.0691F * r + 0.9195F * g + 0.0114F * b,
                         0.0164F * r + 0.0880F * g + 0.8956F * b};
  const float scene = scene_.empty() ? 1 : scene_[step_of(0.2126F * r + 0.7152F * g + 0.0722F * b)];
  for (int c = 0; c < 3; ++c) to[c] = value_[step_of(wide[c] * scene)];
}

HdrBackground::HdrBackground(std::unique_ptr<Background> background, bool is_hlg)
    : background_(std::move(background)), colours_(is_hlg) {
  SEGME_CHECK(background_ != nullptr);
}

const Image& HdrBackground::draw(const Frame& frame, const Matte& matte) {
  const Image& from = background_->draw(frame, matte);
  picture_.resize(from.width(), from.height(), 3);
  const std::uint8_t* pixel = from.data();
  std::uint8_t* to = picture_.data();
  for (std::uint8_t* const end = to + picture_.size(); to != end; to += 3, pixel += 3) colours_.store(pixel, to);
  return picture_;
}

std::string with_hdr_colours(const std::string& chain, bool is_hlg) {
  constexpr std::string_view kOption = "colour=";
  const HdrColours colours(is_hlg);
  std::string result;
  std::size_t done = 0;
  for (std::size_t at = chain.find(kOption); at != std::string::npos; at = chain.find(kOption, done)) {
    const std::size_t begin = at + kOption.size(), end = std::min(chain.find_first_of(",:", begin), chain.size());
    const std::array<std::uint8_t, 3> colour = parse_colour(chain.substr(begin, end - begin));
    std::array<std::uint8_t, 3> stored{};
    colours.store(colour.data(), stored.data());
    char text[8];
    std::snprintf(text, sizeof text, "#%02x%02x%02x", stored[0], stored[1], stored[2]);
    result += chain.substr(done, begin - done) + text;
    done = end;
  }
  return result + chain.substr(done);
}

}  // namespace segme
