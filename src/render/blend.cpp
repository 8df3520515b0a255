// render/blend: row by row. Most of a picture is all person or all background, and copied.
#include "render/blend.h"

#include <algorithm>
#include <cstring>

#include "render/kernels.h"

namespace segme {
namespace {

/// `edge`: the person's colours in blocks that have both, or the same as `person`.
void blend_blocks(const Image& person, const Image& edge, const Matte& matte, const MatteBlocks& blocks,
                  const Image& background, Image& picture) {
  SEGME_CHECK(person.channels() == 3 && background.channels() == 3);
  SEGME_CHECK(person.width() == matte.width() && person.height() == matte.height());
  SEGME_CHECK(person.width() == background.width() && person.height() == background.height());
  picture.resize(person.width(), person.height(), 3);
  const RenderKernels& kernels = fast_render_kernels();
  for (int y = 0; y < person.height(); ++y) {
    const std::uint8_t* flags = blocks.row(y);
    std::uint8_t* out = picture.row(y);
    for (int i = 0; i < blocks.across();) {
      int last = i + 1;
      while (last < blocks.across() && flags[last] == flags[i]) ++last;
      const int x = i * MatteBlocks::kSide;
      const auto count = static_cast<std::size_t>(std::min(last * MatteBlocks::kSide, person.width()) - x);
      const std::ptrdiff_t at = std::ptrdiff_t{3} * x;
      if (flags[i] == MatteBlocks::kBoth) {
        kernels.blend(edge.row(y) + at, background.row(y) + at, matte.row(y) + x, count, out + at);
      } else {
        const Image& from = flags[i] == MatteBlocks::kPerson ? person : background;
        std::memcpy(out + at, from.row(y) + at, count * 3);
      }
      i = last;
    }
  }
}

constexpr std::uint8_t kThere = 0;  // of a block: the background is there already

/// Two rows of `count` pixels, and their chroma.
void copy_planes(const Planes420<const std::uint8_t>& from, int y, int x, std::size_t count,
                 const Planes420<std::uint8_t>& to) {
  const std::ptrdiff_t row = y, half = y / 2;
  for (std::ptrdiff_t k = row; k < row + 2; ++k) {
    std::memcpy(to.y + k * to.y_stride + x, from.y + k * from.y_stride + x, count);
  }
  std::memcpy(to.u + half * to.u_stride + x / 2, from.u + half * from.u_stride + x / 2, count / 2);
  std::memcpy(to.v + half * to.v_stride + x / 2, from.v + half * from.v_stride + x / 2, count / 2);
}

}  // namespace

const Image& Composer::person(const Scene& scene, bool estimate) {
  if (!estimate) return scene.frame.person();
  estimator_.run(scene.frame.person(), scene.matte, colours_);
  keep_stored_colours(scene.frame, colours_);
  return colours_;
}

const Image& Composer::find_edges(const Scene& scene, bool estimate) {
  SEGME_CHECK(scene.background != nullptr);
  blocks_.run(scene.matte);
  const Image& frame = scene.frame.person();
  if (!estimate || !blocks_.any_edge()) return frame;
  estimator_.run_edges(frame, scene.matte, blocks_, colours_);
  keep_stored_colours(scene.frame, colours_);
  return colours_;
}

void Composer::run(const Scene& scene, bool estimate, Image& picture) {
  const Image& edge = find_edges(scene, estimate);
  blend_blocks(scene.frame.person(), edge, scene.matte, blocks_, *scene.background, picture);
}

/// Two rows of the picture from pixel x on, where at least one of them has both.
void Composer::blend_rows(const Scene& scene, const Image& edge, int y, int x, int count) {
  const RenderKernels& kernels = fast_render_kernels();
  const std::ptrdiff_t at = std::ptrdiff_t{3} * x;
  for (int k = 0; k < 2; ++k) {
    const std::uint8_t flag = blocks_.row(y + k)[x / MatteBlocks::kSide];
    std::uint8_t* const out = rows_.row(k) + at;
    const std::uint8_t* const behind = scene.background->row(y + k) + at;
    if (flag == MatteBlocks::kBoth) {
      kernels.blend(edge.row(y + k) + at, behind, scene.matte.row(y + k) + x, static_cast<std::size_t>(count), out);
    } else {
      const std::uint8_t* const from = flag == MatteBlocks::kPerson ? scene.frame.person().row(y + k) + at : behind;
      std::memcpy(out, from, static_cast<std::size_t>(count) * 3);
    }
  }
}

void Composer::run(const Scene& scene, const StoredScene& stored, bool estimate,
                   const Planes420<std::uint8_t>& picture) {
  const int width = scene.matte.width(), height = scene.matte.height();
  SEGME_CHECK(stored.frame.width == width && stored.frame.height == height && width % 2 == 0 && height % 2 == 0);
  const Image& edge = find_edges(scene, estimate);
  const RowsToYuv to_yuv(stored.frame.colours);
  rows_.resize(width, 2, 3);
  const std::size_t blocks = static_cast<std::size_t>(blocks_.across()) * static_cast<std::size_t>(height / 2);
  const bool keeps = stored.kept && stored.background != nullptr && drawn_.size() == blocks;
  drawn_.resize(blocks);
  for (int y = 0; y < height; y += 2) {
    const std::uint8_t* const flags[2] = {blocks_.row(y), blocks_.row(y + 1)};
    std::uint8_t* const drawn = drawn_.data() + static_cast<std::ptrdiff_t>(y / 2) * blocks_.across();
    const auto flag_of = [&](int i) {
      const auto flag = static_cast<std::uint8_t>(flags[0][i] | flags[1][i]);
      return flag == MatteBlocks::kBackground && keeps && drawn[i] != 0 ? kThere : flag;
    };
    for (int i = 0; i < blocks_.across();) {
      const std::uint8_t flag = flag_of(i);
      const int x = i * MatteBlocks::kSide;
      int end = i;
      while (end < blocks_.across() && flag_of(end) == flag) {
        const int begin = end++ * MatteBlocks::kSide;
        if (flag == MatteBlocks::kBoth) {
          blend_rows(scene, edge, y, begin, std::min(end * MatteBlocks::kSide, width) - begin);
        }
      }
      const auto count = static_cast<std::size_t>(std::min(end * MatteBlocks::kSide, width) - x);
      const bool behind = flag == kThere || (flag == MatteBlocks::kBackground && stored.background != nullptr);
      std::fill(drawn + i, drawn + end, static_cast<std::uint8_t>(behind ? 1 : 0));
      i = end;
      if (flag == kThere) continue;
      if (flag == MatteBlocks::kPerson || (flag == MatteBlocks::kBackground && stored.background != nullptr)) {
        copy_planes(flag == MatteBlocks::kPerson ? stored.frame.planes : *stored.background, y, x, count, picture);
        continue;
      }
      const Image& from = flag == MatteBlocks::kBoth ? rows_ : *scene.background;
      const int row = flag == MatteBlocks::kBoth ? 0 : y;
      const std::uint8_t* const rgb[2] = {from.row(row) + std::ptrdiff_t{3} * x,
                                          from.row(row + 1) + std::ptrdiff_t{3} * x};
      std::uint8_t* const luma[2] = {picture.y + y * picture.y_stride + x, picture.y + (y + 1) * picture.y_stride + x};
      to_yuv.run(rgb, count / 2, luma, picture.u + y / 2 * picture.u_stride + x / 2,
                 picture.v + y / 2 * picture.v_stride + x / 2);
    }
  }
}

}  // namespace segme
