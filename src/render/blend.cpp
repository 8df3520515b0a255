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

}  // namespace

const Image& Composer::person(const Scene& scene, bool estimate) {
  if (!estimate) return scene.frame.person();
  estimator_.run(scene.frame.person(), scene.matte, colours_);
  keep_stored_colours(scene.frame, colours_);
  return colours_;
}

void Composer::run(const Scene& scene, bool estimate, Image& picture) {
  SEGME_CHECK(scene.background != nullptr);
  const Image& frame = scene.frame.person();
  blocks_.run(scene.matte);
  if (estimate && blocks_.any_edge()) {
    estimator_.run_edges(frame, scene.matte, blocks_, colours_);
    keep_stored_colours(scene.frame, colours_);
    blend_blocks(frame, colours_, scene.matte, blocks_, *scene.background, picture);
  } else {
    blend_blocks(frame, frame, scene.matte, blocks_, *scene.background, picture);
  }
}

}  // namespace segme
