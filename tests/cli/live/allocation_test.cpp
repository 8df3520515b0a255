// segme live: once warm, a frame costs no allocation of ours, on whatever thread. Every operator new that is called
// from this program is counted; what the engine's library does inside itself is not ours.
#include <gtest/gtest.h>

#include <optional>

#include "capture/synthetic.h"
#include "pipeline/live.h"
#include "recipe/recipe.h"
#include "sink/queued.h"
#include "tests/count_allocations.h"

namespace segme {
namespace {

constexpr int kWarm = 30, kCounted = 60;  // pictures
// low-latency: 40 of exact and 30 of its own; after 10 more it is decided whether it goes on.
constexpr int kWarmMoved = 70, kCountedMoved = 9;

class Nowhere final : public Sink {
  void show(const Image&, double) override {}
};

long allocations_of(Sync sync, const char* render) {
  Recipe options;
  options.model = SEGME_SOURCE_DIR "/tests/data/red";
  options.refine = "temporal,largest_person,guided";
  options.render = render;
  options.engine.threads = 1;
  options.engine.cache = false;
  Pipeline pipeline = make_pipeline(options);
  Synthetic::Options people;
  people.frames = 1'000'000;
  people.motion = 0.02F;
  people.width = 160;
  people.height = 120;
  Live live(pipeline, std::make_unique<Synthetic>(people), sync);
  Queued queued(std::make_unique<Nowhere>(), 3, WhenFull::drop);
  LivePicture picture;
  std::optional<test::CountAllocations> counter;
  const int warm = sync == Sync::exact ? kWarm : kWarmMoved;
  const int counted = sync == Sync::exact ? kCounted : kCountedMoved;
  for (int shown = 0; shown < warm + counted;) {
    if (live.next(picture, std::chrono::milliseconds(100)) != Taken::thing) continue;
    queued.show(picture.picture, picture.frame.seconds);
    if (++shown == warm) {
      counter.emplace();
    }
  }
  return counter->so_far();
}

TEST(live_allocations, a_warm_picture_costs_none) {
  for (const char* render : {"colour", "matte_view", "cutout"}) {
    EXPECT_EQ(allocations_of(Sync::exact, render), 0) << render;
  }
  EXPECT_EQ(allocations_of(Sync::low_latency, "colour"), 0) << "low latency";
}

TEST(live_allocations, what_would_be_found_is_found) {
  const test::CountAllocations counter;
  ::operator delete(::operator new(8));
  Image grows;
  grows.resize(10, 10, 3);
  EXPECT_EQ(counter.so_far(), 2);
}

}  // namespace
}  // namespace segme
