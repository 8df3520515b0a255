// data/curves: the splines in closed form. The smoothing spline with one knot in the middle of five equal steps differs
// from its points by a multiple of the fourth difference (1, -4, 6, -4, 1), whose length is sqrt(70): a squared
// residual of 5 makes it sqrt(5 / 70). Through five values with one knot goes exactly one such cubic spline.
#include "data/curves.h"

#include <algorithm>
#include <cmath>

#include "base/error.h"

namespace segme::data {
namespace {

constexpr double kStep = 64;   // between the points
constexpr double kKnot = 128;  // the middle one
using Points = std::array<double, 5>;

/// c0 + c1 x + c2 x^2 + c3 x^3 + c4 max(0, x - 128)^3 with x in steps, through the fitted points.
struct Spline {
  double c0, c1, c2, c3, c4;
  [[nodiscard]] double operator()(double x) const {
    const double t = x / kStep;
    const double beyond = std::max(0.0, (x - kKnot) / kStep);
    return c0 + t * (c1 + t * (c2 + t * c3)) + c4 * beyond * beyond * beyond;
  }
};

/// `sign` of the fourth difference of the points.
Spline fit(Points y) {
  const double fourth = y[0] - 4 * y[1] + 6 * y[2] - 4 * y[3] + y[4];
  const double part = std::sqrt(5.0 / 70.0) * (fourth < 0 ? -1 : 1);  // the residual points the way of the difference
  constexpr Points kDifference = {1, -4, 6, -4, 1};
  for (std::size_t i = 0; i < y.size(); ++i) y[i] -= part * kDifference[i];
  // Four equations for the points 0..3 (t = 0, 1, 2, and 3 with one step beyond the knot), one for t = 4.
  // Newton's differences of the cubic through t = 0, 1, 2 and c3 unknown; the rest follows from t = 3 and t = 4.
  const double d1 = y[1] - y[0];
  const double d2 = y[2] - 2 * y[1] + y[0];
  const double quadratic3 = y[0] + 3 * d1 + 3 * d2;  // the parabola through t = 0, 1, 2 at t = 3 ...
  const double quadratic4 = y[0] + 4 * d1 + 6 * d2;  // ... and at t = 4
  // The rest is c3 t (t-1) (t-2) + c4 max(0, t-2)^3: at 3 it is 6 c3 + c4, at 4 it is 24 c3 + 8 c4.
  const double r3 = y[3] - quadratic3;
  const double r4 = y[4] - quadratic4;
  const double c3 = (8 * r3 - r4) / 24;
  const double c4 = r3 - 6 * c3;
  return {y[0], d1 - d2 / 2 + 2 * c3, d2 / 2 - 3 * c3, c3, c4};
}

Lut make_lut(const Points& points) {
  const Spline spline = fit(points);
  Lut lut{};
  for (std::size_t x = 0; x < lut.size(); ++x) {
    lut[x] = static_cast<std::uint8_t>(std::clamp(spline(static_cast<double>(x)), 0.0, 255.0));  // truncated
  }
  return lut;
}

constexpr int kShift = 12;  // bits behind the point

int rounded(int value, double factor) {
  const int scaled = static_cast<int>(std::lrint(factor * (1 << kShift)));
  return (value * scaled + (1 << (kShift - 1))) >> kShift;
}

void change(Image& picture, const Lut& red, const Lut& blue, const Lut& saturation) {
  SEGME_CHECK(picture.channels() == 3);
  for (std::uint8_t* p = picture.data(); p != picture.data() + picture.size(); p += 3) {
    Hsv hsv = to_hsv(red[p[0]], p[1], blue[p[2]]);
    hsv.s = saturation[hsv.s];
    const std::array<std::uint8_t, 3> rgb = to_rgb(hsv);
    std::copy(rgb.begin(), rgb.end(), p);
  }
}

}  // namespace

const Lut& rising_curve() {
  static const Lut lut = make_lut({0, 70, 140, 210, 256});
  return lut;
}

const Lut& falling_curve() {
  static const Lut lut = make_lut({0, 30, 80, 120, 192});
  return lut;
}

Hsv to_hsv(std::uint8_t r, std::uint8_t g, std::uint8_t b) {
  const int v = std::max({r, g, b});
  const int range = v - std::min({r, g, b});
  if (range == 0) return {0, 0, static_cast<std::uint8_t>(v)};
  // Sixths of the circle from red; the first of equals decides, as in OpenCV.
  const int sixths = v == r ? g - b : v == g ? b - r + 2 * range : r - g + 4 * range;
  int h = rounded(sixths, 30.0 / range);
  if (h < 0) h += 180;
  return {static_cast<std::uint8_t>(h), static_cast<std::uint8_t>(rounded(range, 255.0 / v)),
          static_cast<std::uint8_t>(v)};
}

std::array<std::uint8_t, 3> to_rgb(const Hsv& hsv) {
  const float h = static_cast<float>(hsv.h % 180) * (6.0F / 180.0F);
  const float s = static_cast<float>(hsv.s) * (1.0F / 255.0F);
  const float v = static_cast<float>(hsv.v) * (1.0F / 255.0F);
  const int sector = static_cast<int>(h);
  const float f = h - static_cast<float>(sector);
  // Truncated, not rounded: so does OpenCV's vector code, which does all but the last few pixels of a row.
  const auto byte = [](float value) { return static_cast<std::uint8_t>(std::clamp(value, 0.0F, 1.0F) * 255); };
  const std::uint8_t most = hsv.v;
  const std::uint8_t least = byte(v * (1 - s));
  const std::uint8_t down = byte(v * (1 - s * f));
  const std::uint8_t up = byte(v * (1 - s * (1 - f)));
  switch (sector) {
    case 0: return {most, up, least};
    case 1: return {down, most, least};
    case 2: return {least, most, up};
    case 3: return {least, down, most};
    case 4: return {up, least, most};
    default: return {most, least, down};
  }
}

void make_warm(Image& picture) { change(picture, rising_curve(), falling_curve(), rising_curve()); }

void make_cool(Image& picture) { change(picture, falling_curve(), rising_curve(), falling_curve()); }

}  // namespace segme::data
