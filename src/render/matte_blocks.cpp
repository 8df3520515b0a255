// render/matte_blocks: one pass over the matte, by the fast kernel.
#include "render/matte_blocks.h"

#include <algorithm>

#include "render/kernels.h"

namespace segme {

void MatteBlocks::run(const Matte& matte) {
  across_ = (matte.width() + kSide - 1) / kSide;
  flags_.resize(static_cast<std::size_t>(across_) * static_cast<std::size_t>(matte.height()));
  const RenderKernels& kernels = fast_render_kernels();
  static_assert(kSide == kLookedAt);
  for (int y = 0; y < matte.height(); ++y) {
    kernels.look(matte.row(y), static_cast<std::size_t>(matte.width()),
                 flags_.data() + static_cast<std::ptrdiff_t>(y) * across_);
  }
  any_edge_ = std::find(flags_.data(), flags_.data() + flags_.size(), kBoth) != flags_.data() + flags_.size();
}

}  // namespace segme
