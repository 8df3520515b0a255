// refine/largest_person: the policy for stray blobs and holes of the net's matte. A blob is what hangs together at a
// fifth of a person or more, and counts by its pixels that are more than half person. Kept: the largest one, and with
// keep=all every other that is not tiny beside it. Small holes are filled where what is around them is sure. A soft
// edge goes with the blob that it touches.
#include <algorithm>
#include <vector>

#include "base/components.h"
#include "refine/kinds.h"

namespace segme {
namespace {

constexpr float kCore = 0.5F;    // more than this is a person
constexpr float kJoined = 0.2F;  // more than this joins parts to one blob: a net in doubt is no reason to cut there
constexpr int kRim = 3;          // pixels of a net's soft edge
constexpr float kFaint = 0.02F;  // up to this is nobody's edge: it joins nothing

class LargestPerson final : public Refiner {
 public:
  static constexpr std::string_view kName = "largest_person";
  enum class Keep { all, largest };
  struct Options {
    Keep keep = Keep::all;
    float smallest = 0.02F;
    float hole = 0.005F;
    void describe(auto& visit) {
      visit("keep", keep, "all people, or only the largest", "all|largest");
      visit("smallest", smallest, "a blob smaller than this part of the largest is removed", 0.0F, 1.0F);
      visit("hole", hole, "a hole smaller than this part of all people is filled", 0.0F, 1.0F);
    }
  };
  explicit LargestPerson(const Options& options) : options_(options) {}

  void refine(const Frame&, Matte& matte) override {
    const int people = remove_blobs(matte);
    if (people > 0) fill_holes(matte, people);
  }

 private:
  struct Blob {
    int area = 0;
    bool has_core = false;
    bool touches_border = false;
    bool removed = false;
  };
  int remove_blobs(Matte& matte);
  void fill_holes(Matte& matte, int people);
  void find(const Matte& matte, bool holes);
  void claim_edges(const Matte& matte, bool holes);
  void fade(Matte& matte, bool holes) const;
  [[nodiscard]] bool is_removed(int pixel) const;

  Options options_;
  Buffer<int> label_;  // per pixel: its blob + 1, 0 for none
  Buffer<int> queue_;
  Buffer<std::uint8_t> beside_;
  Components components_;
  std::vector<Blob> blobs_;
};

/// How much a pixel is what is looked for: person, or where holes are looked for, not person.
float share(const Matte& matte, bool holes, int pixel) {
  const float value = matte.data()[pixel];
  return holes ? 1 - value : value;
}

/// Calls visit(neighbour) for the 4 or 8 pixels around that exist.
template <class Visit>
void around(int pixel, int width, int height, bool corners, Visit visit) {
  const int x = pixel % width;
  const int y = pixel / width;
  const bool left = x > 0;
  const bool right = x < width - 1;
  if (left) visit(pixel - 1);
  if (right) visit(pixel + 1);
  for (const int step : {-width, width}) {
    if (step < 0 ? y == 0 : y == height - 1) continue;
    visit(pixel + step);
    if (corners && left) visit(pixel + step - 1);
    if (corners && right) visit(pixel + step + 1);
  }
}

/// Returns the number of core pixels that remain.
int LargestPerson::remove_blobs(Matte& matte) {
  find(matte, false);
  const auto largest =
      std::max_element(blobs_.begin(), blobs_.end(), [](const Blob& a, const Blob& b) { return a.area < b.area; });
  if (largest == blobs_.end() || largest->area == 0) return 0;  // nobody is sure: a faint matte stays as it is
  const float least = options_.smallest * static_cast<float>(largest->area);
  int people = 0;
  for (Blob& blob : blobs_) {
    const bool small = static_cast<float>(blob.area) < least;
    blob.removed = &blob != &*largest && (options_.keep == Keep::largest || small);
    if (!blob.removed) people += blob.area;
  }
  claim_edges(matte, false);
  fade(matte, false);
  return people;
}

void LargestPerson::fill_holes(Matte& matte, int people) {
  find(matte, true);
  const float most = options_.hole * static_cast<float>(people);
  bool any = false;
  for (Blob& blob : blobs_) {
    blob.removed = blob.has_core && !blob.touches_border && static_cast<float>(blob.area) < most;
    any = any || blob.removed;
  }
  if (!any) return;
  claim_edges(matte, true);
  fade(matte, true);
}

/// Labels all blobs (or all holes, and the outside), but for their faint edges. A hole counts with its soft rim, so
/// that a region in doubt is none. A person is connected over corners too; a hole is not, or it would leak through a
/// thin diagonal line.
void LargestPerson::find(const Matte& matte, bool holes) {
  const int width = matte.width();
  label_.resize(matte.size());
  queue_.resize(matte.size());
  std::fill_n(label_.data(), label_.size(), 0);
  blobs_.clear();
  components_.find(width, matte.height(), !holes, [&](int pixel) { return share(matte, holes, pixel) > kJoined; });
  blobs_.resize(components_.count());
  components_.for_runs([&](const Components::Run& run, std::size_t first) {
    Blob& blob = blobs_[static_cast<std::size_t>(run.component)];
    const int length = run.end - run.begin;
    int core = 0;
    for (int i = 0; i < length; ++i) core += share(matte, holes, static_cast<int>(first) + i) > kCore ? 1 : 0;
    blob.has_core = blob.has_core || core > 0;
    blob.area += holes ? length : core;
    blob.touches_border = blob.touches_border || components_.at_border(run);
    std::fill_n(label_.data() + first, length, run.component + 1);
  });
}

/// Gives each soft pixel to the blob that reaches it first through soft pixels. A hole's rim is narrow.
void LargestPerson::claim_edges(const Matte& matte, bool holes) {
  const int count = static_cast<int>(matte.size());
  const auto is_edge = [&](int pixel) { return label_.data()[pixel] == 0 && share(matte, holes, pixel) > kFaint; };
  // Only pixels beside an edge can pass anything on.
  beside_.resize(matte.size());
  std::fill_n(beside_.data(), matte.size(), std::uint8_t{0});
  for (int pixel = 0; pixel < count; ++pixel) {
    if (!is_edge(pixel)) continue;
    around(pixel, matte.width(), matte.height(), true, [&](int other) { beside_.data()[other] = 1; });
  }
  int* queue = queue_.data();
  int filled = 0;
  for (int pixel = 0; pixel < count; ++pixel) {
    if (beside_.data()[pixel] != 0 && label_.data()[pixel] != 0) queue[filled++] = pixel;
  }
  int layer = 0;
  int layer_end = filled;
  for (int next = 0; next < filled; ++next) {
    if (next == layer_end) {
      ++layer;
      layer_end = filled;
    }
    if (holes && layer == kRim) break;
    around(queue[next], matte.width(), matte.height(), true, [&](int other) {
      if (!is_edge(other)) return;
      label_.data()[other] = label_.data()[queue[next]];
      queue[filled++] = other;
    });
  }
}

bool LargestPerson::is_removed(int pixel) const {
  const int name = label_.data()[pixel];
  return name > 0 && blobs_[static_cast<std::size_t>(name - 1)].removed;
}

/// Takes away what is removed; beside kept pixels a part of it stays. Soft haze that touches no blob goes too.
void LargestPerson::fade(Matte& matte, bool holes) const {
  const int count = static_cast<int>(matte.size());
  for (int pixel = 0; pixel < count; ++pixel) {
    const bool haze = !holes && label_.data()[pixel] == 0 && matte.data()[pixel] > kFaint;
    if (!haze && !is_removed(pixel)) continue;
    int kept = 0;
    around(pixel, matte.width(), matte.height(), true,
           [&](int other) { kept += label_.data()[other] != 0 && !is_removed(other) ? 1 : 0; });
    const float rest = share(matte, holes, pixel) * static_cast<float>(kept) / 8;
    matte.data()[pixel] = holes ? 1 - rest : rest;
  }
}

}  // namespace

extern constexpr RefinerKind largest_person_refiner = make_kind<Refiner, LargestPerson>(
    "removes stray blobs (below 2 % of the largest person) and fills small holes; keep=largest for one person only");

}  // namespace segme
