// render/kernels_plain: what the fast kernels compute, as plainly as it can be written. sRGB and Lab are those of IEC
// 61966-2-1 and CIE 15.
#include <algorithm>
#include <cmath>

#include "render/kernels.h"

namespace segme {
namespace {

std::uint8_t rounded(float value) { return static_cast<std::uint8_t>(std::clamp(value + 0.5F, 0.0F, 255.0F)); }

void look(const float* matte, std::size_t pixels, std::uint8_t* flags) {
  constexpr float kLeast = 0.5F / 256;
  for (std::size_t x = 0; x < pixels; ++x) {
    std::uint8_t& flag = flags[x / kLookedAt];
    if (x % kLookedAt == 0) flag = 0;
    if (matte[x] > kLeast) flag |= 1;
    if (matte[x] < 1 - kLeast) flag |= 2;
  }
}

void blend(const std::uint8_t* front, const std::uint8_t* back, const float* matte, std::size_t pixels,
           std::uint8_t* out) {
  for (std::size_t i = 0; i < 3 * pixels; ++i) {
    const auto under = static_cast<float>(back[i]);
    out[i] = rounded(under + matte[i / 3] * (static_cast<float>(front[i]) - under));
  }
}

void own_colours(const std::uint8_t* seen, const float* matte, const LevelRow& level, std::size_t pixels,
                 std::uint8_t* out) {
  for (std::size_t i = 0; i < 3 * pixels; ++i) {
    const std::size_t x = i / 3;
    const float a = matte[x];
    if (a <= kSoftLeast || a >= kSure) {
      out[i] = seen[i];
      continue;
    }
    const auto between = [&](const float* plane) {
      const float here = plane[level.columns[x]];
      return here + level.parts[x] * (plane[level.columns[x] + 1] - here);
    };
    const float person = between(level.planes[i % 3]), background = between(level.planes[3 + i % 3]);
    out[i] = rounded(person + a * (static_cast<float>(seen[i]) - a * person - (1 - a) * background));
  }
}

void smooth_step(const float* in, float low, float width, std::size_t size, float* out) {
  for (std::size_t i = 0; i < size; ++i) {
    const float t = std::clamp((in[i] - low) / width, 0.0F, 1.0F);
    out[i] = t * t * (3 - 2 * t);
  }
}

void overlay(const std::uint8_t* front, const float* matte, const float colour[3], std::size_t pixels,
             std::uint8_t* out) {
  for (std::size_t i = 0; i < 3 * pixels; ++i) {
    out[i] = rounded(static_cast<float>(front[i]) + matte[i / 3] * colour[i % 3]);
  }
}

void screen(const std::uint8_t* light, const float* matte, std::size_t pixels, std::uint8_t* picture) {
  for (std::size_t i = 0; i < 3 * pixels; ++i) {
    const auto seen = static_cast<float>(picture[i]);
    picture[i] = rounded(seen + matte[i / 3] * static_cast<float>(light[i]) * (255 - seen) / 255);
  }
}

constexpr float kWhite[3] = {0.950456F, 1.0F, 1.088754F};  // D65
constexpr float kEdge = 0.008856F;                         // below it the cube root is replaced by a line
constexpr float kSlope = 7.787F;
constexpr float kShift = 16.0F / 116;

float root(float t) { return t > kEdge ? std::cbrt(t) : kSlope * t + kShift; }
float cube(float f) { return f > 6.0F / 29 ? f * f * f : (f - kShift) / kSlope; }

void to_lab(const std::uint8_t* colours, std::size_t pixels, const LabRow& out) {
  const LightCurve& curve = light_curve();
  for (std::size_t i = 0; i < pixels; ++i) {
    const float r = curve.linear[colours[3 * i]];
    const float g = curve.linear[colours[3 * i + 1]];
    const float b = curve.linear[colours[3 * i + 2]];
    const float x = root((0.412453F * r + 0.357580F * g + 0.180423F * b) / kWhite[0]);
    const float y = root((0.212671F * r + 0.715160F * g + 0.072169F * b) / kWhite[1]);
    const float z = root((0.019334F * r + 0.119193F * g + 0.950227F * b) / kWhite[2]);
    out.lightness[i] = 116 * y - 16;
    out.a[i] = 500 * (x - y);
    out.b[i] = 200 * (y - z);
  }
}

std::uint8_t encoded(float light) {
  const float steps = static_cast<float>(LightCurve::kSteps - 1);
  return light_curve().byte[static_cast<std::size_t>(std::sqrt(std::clamp(light, 0.0F, 1.0F)) * steps + 0.5F)];
}

void from_lab(const LabRow& row, const float scale[3], const float offset[3], std::size_t pixels, std::uint8_t* out) {
  for (std::size_t i = 0; i < pixels; ++i) {
    const float y = (std::clamp(row.lightness[i] * scale[0] + offset[0], 0.0F, 100.0F) + 16) / 116;
    const float x = y + std::clamp(row.a[i] * scale[1] + offset[1], -128.0F, 127.0F) / 500;
    const float z = y - std::clamp(row.b[i] * scale[2] + offset[2], -128.0F, 127.0F) / 200;
    const float light_x = cube(x) * kWhite[0];
    const float light_y = cube(y) * kWhite[1];
    const float light_z = cube(z) * kWhite[2];
    out[3 * i] = encoded(3.240479F * light_x - 1.537150F * light_y - 0.498535F * light_z);
    out[3 * i + 1] = encoded(-0.969256F * light_x + 1.875991F * light_y + 0.041556F * light_z);
    out[3 * i + 2] = encoded(0.055648F * light_x - 0.204043F * light_y + 1.057311F * light_z);
  }
}

LightCurve make_light_curve() {
  LightCurve curve{};
  for (int i = 0; i < 256; ++i) {
    const double v = i / 255.0;
    curve.linear[i] = static_cast<float>(v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4));
  }
  for (int i = 0; i < LightCurve::kSteps; ++i) {
    const double root_of_light = static_cast<double>(i) / (LightCurve::kSteps - 1);
    const double light = root_of_light * root_of_light;
    const double v = light <= 0.0031308 ? 12.92 * light : 1.055 * std::pow(light, 1 / 2.4) - 0.055;
    curve.byte[i] = static_cast<std::uint8_t>(v * 255 + 0.5);
  }
  return curve;
}

}  // namespace

extern constexpr RenderKernels plain_render_kernels = {look,    blend,  own_colours, smooth_step,
                                                       overlay, screen, to_lab,      from_lab};

const LightCurve& light_curve() {
  static const LightCurve curve = make_light_curve();
  return curve;
}

}  // namespace segme
