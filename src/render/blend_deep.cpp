// render/blend_deep: Composer in 10 bits. What is stored of the person is taken as it is; the colours of a background,
// and what the estimate of the person's own colours changes at an edge, come from 8 bits and are added unrounded.
#include <algorithm>
#include <array>
#include <cmath>

#include "render/blend.h"

namespace segme {
namespace {

using Weights = std::array<float, 3>;

float weigh(const std::uint8_t* rgb, const Weights& weights) {
  return weights[0] * static_cast<float>(rgb[0]) + weights[1] * static_cast<float>(rgb[1]) +
         weights[2] * static_cast<float>(rgb[2]);
}

std::uint16_t rounded(float value) { return static_cast<std::uint16_t>(std::clamp(value, 0.0F, 1023.0F) + 0.5F); }

/// Everything that a part of the picture is made of.
struct Parts {
  const Scene& scene;
  const Image& edge;  ///< the person's own colours where both are
  const MatteBlocks& blocks;
  const DeepPlanes<const std::uint16_t>& stored;
  const ToDeepYuv& yuv;
};

/// Chroma of the stored picture at a pixel.
float stored_chroma(const DeepPlanes<const std::uint16_t>& stored, int plane, int x, int y) {
  return stored.plane[plane][(y >> stored.down) * stored.stride[plane] + (x >> stored.across)];
}

std::uint8_t flag_at(const Parts& parts, int x, int y) { return parts.blocks.row(y)[x / MatteBlocks::kSide]; }

/// What the estimate adds to the person's stored value.
float change(const Parts& parts, const Weights& weights, int x, int y) {
  const std::ptrdiff_t at = std::ptrdiff_t{3} * x;
  const std::uint8_t* const own = parts.edge.row(y) + at;
  const std::uint8_t* const seen = parts.scene.frame.person().row(y) + at;
  return own == seen ? 0 : weigh(own, weights) - weigh(seen, weights);
}

/// A row of luma from pixel x to `end`, which have the same flag.
void draw_luma(const Parts& parts, std::uint8_t flag, int y, int x, int end, std::uint16_t* to) {
  const std::uint16_t* const from = parts.stored.plane[0] + y * parts.stored.stride[0];
  if (flag == MatteBlocks::kPerson) {
    std::copy(from + x, from + end, to + x);
    return;
  }
  const std::uint8_t* const behind = parts.scene.background->row(y);
  const float* const matte = parts.scene.matte.row(y);
  for (; x < end; ++x) {
    const float back = parts.yuv.dark + weigh(behind + std::ptrdiff_t{3} * x, parts.yuv.luma);
    if (flag == MatteBlocks::kBackground) {
      to[x] = rounded(back);
      continue;
    }
    const float person = static_cast<float>(from[x]) + change(parts, parts.yuv.luma, x, y);
    to[x] = rounded(back + matte[x] * (person - back));
  }
}

/// One sample of chroma: the mean over its pixels.
std::uint16_t chroma_of(const Parts& parts, int plane, int x, int y, int end_x, int end_y) {
  const Weights& weights = plane == 1 ? parts.yuv.u : parts.yuv.v;
  float sum = 0;
  for (int row = y; row < end_y; ++row) {
    const std::uint8_t* const behind = parts.scene.background->row(row);
    const float* const matte = parts.scene.matte.row(row);
    for (int column = x; column < end_x; ++column) {
      const std::uint8_t flag = flag_at(parts, column, row);
      const float share = flag == MatteBlocks::kPerson ? 1 : flag == MatteBlocks::kBackground ? 0 : matte[column];
      if (share > 0) {
        const float added = flag == MatteBlocks::kBoth ? change(parts, weights, column, row) : 0;
        sum += share * (stored_chroma(parts.stored, plane, column, row) + added);
      }
      if (share < 1) sum += (1 - share) * (ToDeepYuv::kMiddle + weigh(behind + std::ptrdiff_t{3} * column, weights));
    }
  }
  return rounded(sum / static_cast<float>((end_x - x) * (end_y - y)));
}

}  // namespace

void Composer::run_deep(const Scene& scene, const StoredScene& stored, bool estimate,
                        const DeepPlanes<std::uint16_t>& picture) {
  const int width = scene.matte.width(), height = scene.matte.height();
  SEGME_CHECK(stored.frame.is_deep() && stored.frame.width == width && stored.frame.height == height);
  const Image& edge = find_edges(scene, estimate);
  const ToDeepYuv yuv(stored.frame.colours);
  const Parts parts{scene, edge, blocks_, stored.frame.deep, yuv};
  for (int y = 0; y < height; ++y) {
    const std::uint8_t* const flags = blocks_.row(y);
    std::uint16_t* const to = picture.plane[0] + y * picture.stride[0];
    for (int i = 0; i < blocks_.across(); ++i) {
      const int x = i * MatteBlocks::kSide;
      draw_luma(parts, flags[i], y, x, std::min(x + MatteBlocks::kSide, width), to);
    }
  }
  const int wide = 1 << picture.across, high = 1 << picture.down;
  for (int plane = 1; plane < 3; ++plane) {
    for (int y = 0; y < height; y += high) {
      std::uint16_t* const to = picture.plane[plane] + (y >> picture.down) * picture.stride[plane];
      for (int x = 0; x < width; x += wide) {
        to[x >> picture.across] = chroma_of(parts, plane, x, y, std::min(x + wide, width), std::min(y + high, height));
      }
    }
  }
}

}  // namespace segme
