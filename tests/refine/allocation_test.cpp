// refine: a warm refiner allocates nothing. Every operator new of this test program is counted.
#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <new>
#include <vector>

#include "capture/synthetic.h"
#include "refine/refiner.h"

namespace {
std::atomic<long> allocations{0};

void* allocate(std::size_t size, std::size_t alignment) {
  ++allocations;
  void* memory = std::aligned_alloc(alignment, (size + alignment - 1) / alignment * alignment + alignment);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}
}  // namespace

[[gnu::noinline]] void* operator new(std::size_t size) { return allocate(size, alignof(std::max_align_t)); }
[[gnu::noinline]] void* operator new(std::size_t size, std::align_val_t alignment) {
  return allocate(size, static_cast<std::size_t>(alignment));
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::align_val_t) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { std::free(memory); }

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
      const long before = allocations;
      refiner->refine(frame, matte);
      const long during = allocations - before;
      if (frame.number < 2) continue;
      EXPECT_EQ(during, 0) << kind->name << ", frame " << frame.number;
    }
  }
}

}  // namespace
}  // namespace segme
