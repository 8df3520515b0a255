// render: a warm renderer allocates nothing. Every operator new of this test program is counted.
#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <new>

#include "capture/synthetic.h"
#include "render/picture.h"
#include "render/renderer.h"

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

long allocations_of(Renderer& renderer) {
  Synthetic::Options options;
  options.frames = 6;
  options.motion = 0.02F;
  Synthetic synthetic(options);
  Frame frame;
  Image picture;
  long count = 0;
  while (synthetic.next(frame)) {
    const long before = allocations;
    renderer.render(frame, synthetic.truth(), picture);
    if (frame.number >= 2) count += allocations - before;
  }
  return count;
}

TEST(render_laws, a_warm_renderer_allocates_nothing) {
  for (const RendererKind* kind : all_renderers()) {
    if (kind->name == "seamless_clone" || kind->name == "harmonise_caffe") continue;  // OpenCV does
    const bool wants = kind->make("")->role().background;
    const auto behind = wants ? std::make_shared<Picture>(Image(50, 40, 3), "fill") : nullptr;
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
