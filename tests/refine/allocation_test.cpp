// refine: a warm refiner allocates nothing. Every operator new of this test program is counted.
#include <gtest/gtest.h>

#include <vector>

#include "capture/synthetic.h"
#include "refine/refiner.h"
#include "tests/count_allocations.h"

namespace segme {
namespace {

TEST(refine_laws, a_warm_refiner_allocates_nothing) {
  Synthetic::Options options;
  options.frames = 6;
  options.motion = 0.02F;
  for (const RefinerKind* kind : all_refiners()) {
    Synthetic synthetic(options);
    const auto refiner = kind->make(kind->name == "morphology" ? "grow=2,feather=3" : "");
    Frame frame;
    Matte matte;
    while (synthetic.next(frame)) {
      matte.resize(64, 64);  // as the segmenter does
      for (std::size_t i = 0; i < matte.size(); ++i) matte.data()[i] = static_cast<float>((i * 37) % 256) / 255;
      const test::CountAllocations counter;
      refiner->refine(frame, matte);
      const long during = counter.so_far();
      if (frame.number < 2) continue;
      EXPECT_EQ(during, 0) << kind->name << ", frame " << frame.number;
    }
  }
}

}  // namespace
}  // namespace segme
