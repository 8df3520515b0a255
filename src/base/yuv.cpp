// base/yuv: the weights of ITU-R BT.601, BT.709 and BT.2020, and sides that are odd.
#include "base/yuv.h"

#include <algorithm>
#include <cmath>

#include "base/yuv_kernels.h"

namespace segme {
namespace {

/// Parts of red and blue in luma; green has the rest.
struct Parts {
  double red, blue;
};

Parts parts_of(ColourMatrix matrix) {
  switch (matrix) {
    case ColourMatrix::bt601: return {0.299, 0.114};
    case ColourMatrix::bt709: return {0.2126, 0.0722};
    default: return {0.2627, 0.0593};
  }
}

// Steps of luma and chroma from one end to the other, in limited range.
constexpr double kLumaSteps = 219, kChromaSteps = 224, kFullSteps = 255;

std::int16_t fixed(double value, int bits) {
  return static_cast<std::int16_t>(std::clamp(std::lround(value * (1 << bits)), -32768L, 32767L));
}

kernels::FromYuv from_yuv(const Colours& colours) {
  const Parts parts = parts_of(colours.matrix);
  const double green = 1 - parts.red - parts.blue;
  const double chroma = colours.full_range ? 1 : kFullSteps / kChromaSteps;
  const double red_v = 2 * (1 - parts.red) * chroma;
  const double blue_u = 2 * (1 - parts.blue) * chroma;
  kernels::FromYuv weights;
  weights.luma_offset = colours.full_range ? 0 : 16;
  weights.luma = fixed(colours.full_range ? 1 : kFullSteps / kLumaSteps, 14);
  weights.red_v = fixed(red_v, 13);
  weights.blue_u = fixed(blue_u, 13);
  weights.green_u = fixed(-blue_u * parts.blue / green, 13);
  weights.green_v = fixed(-red_v * parts.red / green, 13);
  return weights;
}

kernels::ToYuv to_yuv(const Colours& colours) {
  const Parts parts = parts_of(colours.matrix);
  const double own[3] = {parts.red, 1 - parts.red - parts.blue, parts.blue};
  const double luma = colours.full_range ? 1 : kLumaSteps / kFullSteps;
  const double chroma = colours.full_range ? 1 : kChromaSteps / kFullSteps;
  kernels::ToYuv weights;
  weights.luma_offset = colours.full_range ? 0 : 16;
  for (int c = 0; c < 3; ++c) {
    weights.luma[c] = fixed(own[c] * luma, 15);
    weights.u[c] = fixed(((c == 2 ? 1 : 0) - own[c]) * chroma / (2 * (1 - parts.blue)), 15);
    weights.v[c] = fixed(((c == 0 ? 1 : 0) - own[c]) * chroma / (2 * (1 - parts.red)), 15);
  }
  return weights;
}

}  // namespace

ToDeepYuv::ToDeepYuv(const Colours& colours) : dark(colours.full_range ? 0 : 64) {
  const Parts parts = parts_of(colours.matrix);
  const double own[3] = {parts.red, 1 - parts.red - parts.blue, parts.blue};
  const double steps = colours.full_range ? 1023 : 4 * kLumaSteps;
  const double chroma_steps = colours.full_range ? 1023 : 4 * kChromaSteps;
  for (std::size_t c = 0; c < 3; ++c) {
    luma[c] = static_cast<float>(own[c] * steps / 255);
    u[c] = static_cast<float>(((c == 2 ? 1 : 0) - own[c]) * chroma_steps / 255 / (2 * (1 - parts.blue)));
    v[c] = static_cast<float>(((c == 0 ? 1 : 0) - own[c]) * chroma_steps / 255 / (2 * (1 - parts.red)));
  }
}

RowsToYuv::RowsToYuv(const Colours& colours) : weights_(to_yuv(colours)) {}

void read_yuv420(const Planes420<const std::uint8_t>& planes, int width, int height, const Colours& colours,
                 Image& image) {
  image.resize(width, height, 3);
  const kernels::FromYuv weights = from_yuv(colours);
  const auto pairs = static_cast<std::size_t>(width / 2);
  for (int row = 0; row < height; row += 2) {
    // The last row of an odd height is read twice.
    const std::ptrdiff_t rows[2] = {row, std::min(row + 1, height - 1)};
    const std::uint8_t* const y[2] = {planes.y + rows[0] * planes.y_stride, planes.y + rows[1] * planes.y_stride};
    const std::uint8_t* u = planes.u + row / 2 * planes.u_stride;
    const std::uint8_t* v = planes.v + row / 2 * planes.v_stride;
    std::uint8_t* const rgb[2] = {image.row(row), image.row(static_cast<int>(rows[1]))};
    kernels::rgb_from_yuv(y, u, v, pairs, weights, rgb);
    if (width % 2 == 0) continue;
    for (int k = 0; k < 2; ++k) {
      const std::uint8_t last[2] = {y[k][width - 1], y[k][width - 1]};
      const std::uint8_t* const luma[2] = {last, last};
      std::uint8_t out[2][6];
      std::uint8_t* const to[2] = {out[0], out[1]};
      kernels::rgb_from_yuv(luma, u + pairs, v + pairs, 1, weights, to);
      std::copy_n(out[0], 3, rgb[k] + static_cast<std::ptrdiff_t>(width - 1) * 3);
    }
  }
}

void write_yuv420(const Image& image, const Colours& colours, const Planes420<std::uint8_t>& planes) {
  SEGME_CHECK(image.channels() == 3);
  const kernels::ToYuv weights = to_yuv(colours);
  const int width = image.width();
  const int height = image.height();
  const auto pairs = static_cast<std::size_t>(width / 2);
  for (int row = 0; row < height; row += 2) {
    const int rows[2] = {row, std::min(row + 1, height - 1)};
    const std::uint8_t* const rgb[2] = {image.row(rows[0]), image.row(rows[1])};
    std::uint8_t* const y[2] = {planes.y + rows[0] * planes.y_stride, planes.y + rows[1] * planes.y_stride};
    std::uint8_t* u = planes.u + row / 2 * planes.u_stride;
    std::uint8_t* v = planes.v + row / 2 * planes.v_stride;
    kernels::yuv_from_rgb(rgb, pairs, weights, y, u, v);
    if (width % 2 == 0) continue;
    std::uint8_t last[2][6];
    std::uint8_t luma[2][2];
    for (int k = 0; k < 2; ++k) {
      const std::uint8_t* pixel = rgb[k] + static_cast<std::ptrdiff_t>(width - 1) * 3;
      std::copy_n(pixel, 3, last[k]);
      std::copy_n(pixel, 3, last[k] + 3);
    }
    const std::uint8_t* const from[2] = {last[0], last[1]};
    std::uint8_t* const to[2] = {luma[0], luma[1]};
    kernels::yuv_from_rgb(from, 1, weights, to, u + pairs, v + pairs);
    for (int k = 0; k < 2; ++k) y[k][width - 1] = luma[k][0];
  }
}

}  // namespace segme
