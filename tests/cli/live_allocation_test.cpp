// segme live: once warm, a frame costs no allocation of ours, on whatever thread. Every operator new that is called
// from this program is counted; what the engine's library does inside itself is not ours.
#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <new>

#include "capture/synthetic.h"
#include "pipeline/live.h"
#include "sink/queued.h"

extern "C" char __executable_start, etext;  // NOLINT(bugprone-reserved-identifier): the linker's names

namespace {
std::atomic<bool> counting{false};
std::atomic<long> allocations{0};

bool ours(const void* caller) { return caller >= &__executable_start && caller < &etext; }

void* allocate(std::size_t size, std::size_t alignment, const void* caller) {
  if (counting && ours(caller)) ++allocations;
  void* memory = std::aligned_alloc(alignment, (size + alignment - 1) / alignment * alignment + alignment);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}
}  // namespace

[[gnu::noinline]] void* operator new(std::size_t size) {
  return allocate(size, alignof(std::max_align_t), __builtin_return_address(0));
}
[[gnu::noinline]] void* operator new(std::size_t size, std::align_val_t alignment) {
  return allocate(size, static_cast<std::size_t>(alignment), __builtin_return_address(0));
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::align_val_t) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { std::free(memory); }

namespace segme {
namespace {

constexpr int kWarm = 30;  // pictures
constexpr int kCounted = 60;

class Nowhere final : public Sink {
  void show(const Image&, double) override {}
};

long allocations_of(Sync sync, const char* render) {
  PipelineOptions options;
  options.model = SEGME_SOURCE_DIR "/tests/data/red";
  options.refine = "temporal,largest_person,guided";
  options.render = render;
  options.engine.threads = 1;
  options.engine.cache = "off";
  Pipeline pipeline(options);
  Synthetic::Options people;
  people.frames = 1'000'000;
  people.motion = 0.02F;
  people.width = 160;
  people.height = 120;
  Live live(pipeline, std::make_unique<Synthetic>(people), sync);
  Queued queued(std::make_unique<Nowhere>(), 3, WhenFull::drop);
  LivePicture picture;
  for (int shown = 0; shown < kWarm + kCounted;) {
    if (live.next(picture, std::chrono::milliseconds(100)) != Taken::thing) continue;
    queued.show(picture.picture, picture.frame.seconds);
    if (++shown == kWarm) {
      allocations = 0;
      counting = true;
    }
  }
  counting = false;
  return allocations;
}

TEST(live_allocations, a_warm_picture_costs_none) {
  for (const char* render : {"colour", "matte_view", "cutout"}) {
    EXPECT_EQ(allocations_of(Sync::exact, render), 0) << render;
  }
  EXPECT_EQ(allocations_of(Sync::low_latency, "colour"), 0) << "low latency";
}

TEST(live_allocations, what_would_be_found_is_found) {
  counting = true;
  allocations = 0;
  ::operator delete(::operator new(8));
  Image grows;
  grows.resize(10, 10, 3);
  counting = false;
  EXPECT_EQ(allocations, 2);
}

}  // namespace
}  // namespace segme
