// infer/subtraction_steps: whole numbers up to the last blur, which is rounded to 8 bits as well.
#include "infer/subtraction_steps.h"

#include <array>
#include <cmath>
#include <cstdlib>

namespace segme {
namespace {

constexpr int kThreshold = 25;  // a larger difference of grey is a person
constexpr int kElement = 53;    // side of the round element that closes gaps
constexpr int kReach = 12;      // of the last blur: 25 pixels
constexpr int kTaps = 2 * kReach + 1;
constexpr double kSigma = 4.1;

/// Grey of an RGB pixel by BT.601, in whole numbers.
std::uint8_t grey_of(const std::uint8_t* rgb) {
  return static_cast<std::uint8_t>((rgb[0] * 9798 + rgb[1] * 19235 + rgb[2] * 3735 + (1 << 14)) >> 15);
}

void to_grey(const Image& frame, Image& grey) {
  grey.resize(frame.width(), frame.height(), 1);
  for (std::size_t i = 0; i < grey.size(); ++i) grey.data()[i] = grey_of(frame.data() + 3 * i);
}

/// A place outside is taken from the inside as in a mirror that stands on the last pixel.
int mirrored(int i, int size) {
  if (size == 1) return 0;
  while (i < 0 || i >= size) i = i < 0 ? -i : 2 * size - 2 - i;
  return i;
}

std::array<float, kTaps> bell() {
  std::array<double, kTaps> values{};
  double sum = 0;
  for (int i = 0; i < kTaps; ++i) {
    const double away = i - kReach;
    values[static_cast<std::size_t>(i)] = std::exp(-away * away / (2 * kSigma * kSigma));
    sum += values[static_cast<std::size_t>(i)];
  }
  std::array<float, kTaps> shares{};
  for (std::size_t i = 0; i < values.size(); ++i) shares[i] = static_cast<float>(values[i] / sum);
  return shares;
}

}  // namespace

void SubtractionSteps::begin(int width, int height) {
  plate_.resize(width, height, 1);
  sums_.assign(plate_.size(), 0);
  count_ = 0;
}

void SubtractionSteps::add(const Image& frame) {
  SEGME_CHECK(frame.channels() == 3 && frame.width() == width() && frame.height() == height());
  for (std::size_t i = 0; i < sums_.size(); ++i) sums_[i] += grey_of(frame.data() + 3 * i);
  ++count_;
}

void SubtractionSteps::finish() {
  SEGME_CHECK(count_ > 0);
  grey_.resize(width(), height(), 1);
  for (std::size_t i = 0; i < sums_.size(); ++i) grey_.data()[i] = static_cast<std::uint8_t>(sums_[i] / count_);
  blur_slightly(grey_, plate_);
}

/// [1 4 6 4 1] / 16 both ways, rounded once.
void SubtractionSteps::blur_slightly(const Image& in, Image& out) {
  const int width = in.width();
  const int height = in.height();
  out.resize(width, height, 1);
  rows_.resize(in.size());
  for (int y = 0; y < height; ++y) {
    const std::uint8_t* row = in.row(y);
    std::uint16_t* to = rows_.data() + static_cast<std::ptrdiff_t>(y) * width;
    const auto sum = [&](int l2, int l1, int x, int r1, int r2) {
      return static_cast<std::uint16_t>(row[l2] + 4 * row[l1] + 6 * row[x] + 4 * row[r1] + row[r2]);
    };
    for (int x = 0; x < width; ++x) {
      if (x >= 2 && x + 2 < width) {
        to[x] = sum(x - 2, x - 1, x, x + 1, x + 2);
      } else {
        to[x] = sum(mirrored(x - 2, width), mirrored(x - 1, width), x, mirrored(x + 1, width), mirrored(x + 2, width));
      }
    }
  }
  for (int y = 0; y < height; ++y) {
    std::array<const std::uint16_t*, 5> rows{};
    for (int k = 0; k < 5; ++k) {
      rows[static_cast<std::size_t>(k)] =
          rows_.data() + static_cast<std::ptrdiff_t>(mirrored(y + k - 2, height)) * width;
    }
    std::uint8_t* to = out.row(y);
    for (int x = 0; x < width; ++x) {
      const int sum = rows[0][x] + 4 * rows[1][x] + 6 * rows[2][x] + 4 * rows[3][x] + rows[4][x];
      to[x] = static_cast<std::uint8_t>((sum + 128) >> 8);
    }
  }
}

/// A Gaussian of 25 x 25 pixels over 0 and 255; the matte is its 8-bit value / 255.
void SubtractionSteps::blur_widely(const Image& shape, Matte& matte) {
  static const std::array<float, kTaps> shares = bell();
  const int width = shape.width();
  const int height = shape.height();
  matte.resize(width, height);
  wide_.resize(shape.size());
  line_.resize(static_cast<std::size_t>(width + 2 * kReach));
  for (int y = 0; y < height; ++y) {
    const std::uint8_t* row = shape.row(y);
    for (int x = -kReach; x < width + kReach; ++x) {
      line_[static_cast<std::size_t>(x + kReach)] = row[x >= 0 && x < width ? x : mirrored(x, width)];
    }
    float* to = wide_.data() + static_cast<std::ptrdiff_t>(y) * width;
    std::fill_n(to, width, 0.0F);
    for (int k = 0; k < kTaps; ++k) {
      const float share = shares[static_cast<std::size_t>(k)];
      const float* from = line_.data() + k;
      for (int x = 0; x < width; ++x) to[x] += share * from[x];
    }
  }
  for (int y = 0; y < height; ++y) {
    float* to = matte.row(y);
    std::fill_n(to, width, 0.5F);  // for rounding
    for (int k = -kReach; k <= kReach; ++k) {
      const float share = shares[static_cast<std::size_t>(k + kReach)];
      const float* from = wide_.data() + static_cast<std::ptrdiff_t>(mirrored(y + k, height)) * width;
      for (int x = 0; x < width; ++x) to[x] += share * from[x];
    }
    for (int x = 0; x < width; ++x) to[x] = static_cast<float>(static_cast<int>(to[x])) / 255;
  }
}

void SubtractionSteps::find(const Image& frame, Matte& matte) {
  SEGME_CHECK(frame.channels() == 3 && frame.width() == width() && frame.height() == height());
  to_grey(frame, grey_);
  blur_slightly(grey_, shape_);
  for (std::size_t i = 0; i < shape_.size(); ++i) {
    shape_.data()[i] = std::abs(shape_.data()[i] - plate_.data()[i]) > kThreshold ? 255 : 0;
  }
  silhouette_.close(shape_, kElement);
  silhouette_.fill_holes(shape_);
  silhouette_.keep_largest(shape_);
  blur_widely(shape_, matte);
}

}  // namespace segme
