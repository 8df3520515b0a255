// capture/colour_code: the tables of H.273, and the way to sRGB: curve, matrix, roll-off, curve.
#include "capture/colour_code.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "capture/colour_profile.h"

namespace segme {
namespace {

using Vector = std::array<double, 3>;
using Matrix = std::array<Vector, 3>;  // rows

constexpr Chromaticity kD65 = {0.3127, 0.3290};
constexpr Chromaticity kC = {0.310, 0.316};
constexpr double kPaper = 203;  // cd/m2 of diffuse white in pictures of high dynamic range (ITU-R BT.2408)
constexpr double kKnee = 0.75;  // of white: from here on light is rolled off

Vector times(const Matrix& m, const Vector& v) {
  Vector result{};
  for (std::size_t i = 0; i < 3; ++i) result[i] = m[i][0] * v[0] + m[i][1] * v[1] + m[i][2] * v[2];
  return result;
}

Matrix times(const Matrix& a, const Matrix& b) {
  Matrix result{};
  for (std::size_t i = 0; i < 3; ++i) {
    for (std::size_t j = 0; j < 3; ++j) result[i][j] = a[i][0] * b[0][j] + a[i][1] * b[1][j] + a[i][2] * b[2][j];
  }
  return result;
}

double determinant(const Matrix& m) {
  return m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1]) - m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0]) +
         m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0]);
}

Matrix inverse(const Matrix& m) {
  const double d = determinant(m);
  Matrix result{};
  for (std::size_t i = 0; i < 3; ++i) {
    for (std::size_t j = 0; j < 3; ++j) {
      const std::size_t a = (j + 1) % 3, b = (j + 2) % 3, c = (i + 1) % 3, e = (i + 2) % 3;
      result[i][j] = (m[a][c] * m[b][e] - m[a][e] * m[b][c]) / d;
    }
  }
  return result;
}

/// XYZ of a chromaticity with Y = 1.
Vector to_xyz(const Chromaticity& c) { return {c.x / c.y, 1, (1 - c.x - c.y) / c.y}; }

/// RGB -> XYZ, with white at Y = 1.
Matrix rgb_to_xyz(const ColourCode& code) {
  Matrix m{};
  for (std::size_t c = 0; c < 3; ++c) {
    const Chromaticity& p = code.primaries[c];
    const Vector column = {p.x, p.y, 1 - p.x - p.y};
    for (std::size_t i = 0; i < 3; ++i) m[i][c] = column[i];
  }
  const Vector scale = times(inverse(m), to_xyz(code.white));
  for (Vector& row : m) {
    for (std::size_t c = 0; c < 3; ++c) row[c] *= scale[c];
  }
  return m;
}

/// So that one white becomes the other (Bradford).
Matrix adaptation(const Chromaticity& from, const Chromaticity& to) {
  constexpr Matrix kCones = {{{0.8951, 0.2664, -0.1614}, {-0.7502, 1.7135, 0.0367}, {0.0389, -0.0685, 1.0296}}};
  const Vector a = times(kCones, to_xyz(from));
  const Vector b = times(kCones, to_xyz(to));
  Matrix scale{};
  for (std::size_t i = 0; i < 3; ++i) scale[i][i] = b[i] / a[i];
  return times(inverse(kCones), times(scale, kCones));
}

/// SMPTE ST 2084: stored value -> light, 1 = paper.
double pq_light(double value) {
  constexpr double m1 = 2610.0 / 16384, m2 = 2523.0 / 4096 * 128;
  constexpr double c1 = 3424.0 / 4096, c2 = 2413.0 / 4096 * 32, c3 = 2392.0 / 4096 * 32;
  const double root = std::pow(value, 1 / m2);
  return std::pow(std::max(root - c1, 0.0) / (c2 - c3 * root), 1 / m1) * 10000 / kPaper;
}

/// ITU-R BT.2100: stored value -> light of the scene, 0..1.
double hlg_light(double value) {
  constexpr double a = 0.17883277, b = 1 - 4 * a;
  const double c = 0.5 - a * std::log(4 * a);
  return value <= 0.5 ? value * value / 3 : (std::exp((value - c) / a) + b) / 12;
}

double light_of(const ColourCode& code, double value) {
  switch (code.transfer) {
    case Transfer::power: return std::pow(value, code.exponent);
    case Transfer::pq: return pq_light(value);
    case Transfer::hlg: return hlg_light(value);
    case Transfer::srgb: break;
  }
  return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

/// Light 0..1 in steps -> sRGB value: finer than half a value also where the curve is steepest.
constexpr std::size_t kSteps = 16384;

const std::vector<std::uint8_t>& srgb_values() {
  static const std::vector<std::uint8_t> table = [] {
    std::vector<std::uint8_t> values(kSteps + 1);
    for (std::size_t i = 0; i <= kSteps; ++i) {
      const double light = static_cast<double>(i) / kSteps;
      const double value = light <= 0.0031308 ? 12.92 * light : 1.055 * std::pow(light, 1 / 2.4) - 0.055;
      values[i] = static_cast<std::uint8_t>(std::lround(255 * value));
    }
    return values;
  }();
  return table;
}

class CodeTransform final : public ColourTransform {
 public:
  CodeTransform(const ColourCode& code, PixelKind colours)
      : code_(code), grey_(samples_of(colours) < 3), alpha_(has_alpha(colours)) {
    const Matrix matrix = times(inverse(rgb_to_xyz({})), times(adaptation(code.white, kD65), rgb_to_xyz(code)));
    for (std::size_t i = 0; i < 3; ++i) {
      for (std::size_t j = 0; j < 3; ++j) matrix_[i][j] = static_cast<float>(matrix[i][j]);
    }
  }
  void convert(const std::uint8_t* from, std::uint8_t* to, std::size_t pixels) override { run(from, to, pixels); }
  void convert_deep(const std::uint16_t* from, std::uint8_t* to, std::size_t pixels) override { run(from, to, pixels); }

 private:
  template <class Sample>
  void run(const Sample* from, std::uint8_t* to, std::size_t pixels) {
    constexpr std::size_t kValues = std::size_t{1} << (8 * sizeof(Sample));
    if (light_.size() != kValues) {
      light_.resize(kValues);
      for (std::size_t i = 0; i < kValues; ++i) {
        light_[i] = static_cast<float>(light_of(code_, static_cast<double>(i) / (kValues - 1)));
      }
    }
    const std::size_t samples = (grey_ ? 1U : 3U) + (alpha_ ? 1U : 0U);
    for (std::size_t i = 0; i < pixels; ++i, from += samples) {
      const std::array<float, 3> light = {light_[from[0]], light_[from[grey_ ? 0 : 1]], light_[from[grey_ ? 0 : 2]]};
      write(light, to);
      to += 3;
      // 255 of 65535 is 257 to one
      if (alpha_)
        *to++ = static_cast<std::uint8_t>((std::size_t{from[samples - 1]} * 255 + kValues / 2 - 1) / (kValues - 1));
    }
  }
  void write(std::array<float, 3> light, std::uint8_t* to) const;

  ColourCode code_;
  bool grey_, alpha_;
  std::array<std::array<float, 3>, 3> matrix_{};
  std::vector<float> light_;  // of each stored value
};

/// Light beyond the knee comes ever closer to white and never reaches it; colours keep their hue.
float rolled_off(float most) {
  constexpr auto kFrom = static_cast<float>(kKnee);
  return most <= kFrom ? 1.0F : (kFrom + (1 - kFrom) * (1 - std::exp((kFrom - most) / (1 - kFrom)))) / most;
}

void CodeTransform::write(std::array<float, 3> light, std::uint8_t* to) const {
  if (code_.transfer == Transfer::hlg) {  // the light of a screen of 1000 cd/m2: the scene's, with its contrast
    const float y = 0.2627F * light[0] + 0.6780F * light[1] + 0.0593F * light[2];
    const float gain = static_cast<float>(1000 / kPaper) * std::pow(std::max(y, 1e-6F), 0.2F);
    for (float& value : light) value *= gain;
  }
  if (code_.transfer == Transfer::hlg || code_.transfer == Transfer::pq) {
    const float scale = rolled_off(std::max({light[0], light[1], light[2]}));
    for (float& value : light) value *= scale;
  }
  const std::vector<std::uint8_t>& values = srgb_values();
  for (std::size_t c = 0; c < 3; ++c) {
    const float value = matrix_[c][0] * light[0] + matrix_[c][1] * light[1] + matrix_[c][2] * light[2];
    to[c] = values[static_cast<std::size_t>(std::clamp(value, 0.0F, 1.0F) * kSteps + 0.5F)];
  }
}

bool close(const Chromaticity& a, const Chromaticity& b) {
  constexpr double kNear = 0.01;
  return std::abs(a.x - b.x) <= kNear && std::abs(a.y - b.y) <= kNear;
}

/// Whether there are colours of this description: its primaries span a triangle with the white in it.
bool describes_colours(const ColourCode& code) {
  const auto sane = [](const Chromaticity& c) { return c.y >= 1e-3 && c.x >= -0.5 && c.x <= 1.5 && c.y <= 1.5; };
  if (!sane(code.white) || !std::all_of(code.primaries.begin(), code.primaries.end(), [](const Chromaticity& c) {
        return c.x >= -0.5 && c.x <= 1.5 && c.y >= -0.5 && c.y <= 1.5;
      })) {
    return false;
  }
  Matrix m{};
  for (std::size_t c = 0; c < 3; ++c) {
    m[0][c] = code.primaries[c].x;
    m[1][c] = code.primaries[c].y;
    m[2][c] = 1 - code.primaries[c].x - code.primaries[c].y;
  }
  if (std::abs(determinant(m)) < 1e-3) return false;
  const Vector share = times(inverse(m), to_xyz(code.white));
  return std::all_of(share.begin(), share.end(), [](double value) { return value > 0; });
}

}  // namespace

ColourCode colour_code(int primaries, int transfer) {
  ColourCode code;
  switch (primaries) {  // H.273, table 2
    case 4: code = {{{{0.67, 0.33}, {0.21, 0.71}, {0.14, 0.08}}}, kC}; break;
    case 5: code = {{{{0.64, 0.33}, {0.29, 0.60}, {0.15, 0.06}}}, kD65}; break;
    case 6:
    case 7: code = {{{{0.630, 0.340}, {0.310, 0.595}, {0.155, 0.070}}}, kD65}; break;
    case 8: code = {{{{0.681, 0.319}, {0.243, 0.692}, {0.145, 0.049}}}, kC}; break;
    case 9: code = {{{{0.708, 0.292}, {0.170, 0.797}, {0.131, 0.046}}}, kD65}; break;
    case 10: code = {{{{1, 0}, {0, 1}, {0, 0}}}, {1.0 / 3, 1.0 / 3}}; break;
    case 11: code = {{{{0.680, 0.320}, {0.265, 0.690}, {0.150, 0.060}}}, {0.314, 0.351}}; break;
    case 12: code = {{{{0.680, 0.320}, {0.265, 0.690}, {0.150, 0.060}}}, kD65}; break;
    case 22: code = {{{{0.630, 0.340}, {0.295, 0.605}, {0.155, 0.077}}}, kD65}; break;
    default: break;
  }
  const auto power = [&](double exponent) {
    code.transfer = Transfer::power;
    code.exponent = exponent;
  };
  switch (transfer) {  // table 3
    case 4: power(2.2); break;
    case 5: power(2.8); break;
    case 8: power(1); break;
    case 16: code.transfer = Transfer::pq; break;
    case 17: power(2.6); break;
    case 18: code.transfer = Transfer::hlg; break;
    default: break;
  }
  return code;
}

bool is_srgb(const ColourCode& code) {
  if (!describes_colours(code)) return true;
  const ColourCode srgb;
  for (std::size_t c = 0; c < 3; ++c) {
    if (!close(code.primaries[c], srgb.primaries[c])) return false;
  }
  if (!close(code.white, srgb.white)) return false;
  if (code.transfer == Transfer::power)
    return !(code.exponent >= 0.05 && code.exponent <= 20) || std::abs(code.exponent / 2.2 - 1) <= 0.05;
  return code.transfer == Transfer::srgb;
}

std::unique_ptr<ColourTransform> make_colour_transform(const ColourCode& code, PixelKind colours) {
  if (colours == PixelKind::cmyk || is_srgb(code)) return nullptr;
  return std::make_unique<CodeTransform>(code, colours);
}

}  // namespace segme
