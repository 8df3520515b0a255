// render: a warm renderer allocates nothing. Every operator new of this test program is counted.
#include <gtest/gtest.h>

#include "capture/synthetic.h"
#include "render/picture.h"
#include "render/renderer.h"
#include "tests/count_allocations.h"

namespace segme {
namespace {

long allocations_of(Renderer& renderer) {
  Synthetic::Options options;
  options.frames = 6;
  options.motion = 0.02F;
  Synthetic synthetic(options);
  Frame frame;
  Image picture;
  long count = 0;
  while (synthetic.next(frame)) {
    const test::CountAllocations counter;
    renderer.render(frame, synthetic.truth(), picture);
    if (frame.number >= 2) count += counter.so_far();
  }
  return count;
}

TEST(render_laws, a_warm_renderer_allocates_nothing) {
  for (const RendererKind* kind : all_renderers()) {
    if (kind->name == "harmonise_caffe") continue;  // OpenCV does
    const bool wants = kind->make("")->role().background;
    const auto behind = wants ? std::make_shared<Picture>(Image(50, 40, 3), Fit::fill) : nullptr;
    EXPECT_EQ(allocations_of(*make_renderer(kind->name, behind)), 0) << kind->name;
  }
  for (const BackgroundKind* kind : all_backgrounds()) {
    if (kind->name != "picture") {
      EXPECT_EQ(allocations_of(*make_renderer(kind->name)), 0) << kind->name;
    }
  }
}

}  // namespace
}  // namespace segme
