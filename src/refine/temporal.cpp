// refine/temporal: a calmer matte over time. Each value is a recursive mean whose weight of the new frame is 1 where
// the picture changes and small where it stands still, so that nothing ghosts. A change that lasts over frames gets
// through sooner than one that comes and goes (the idea of the One Euro filter, Casiez 2012). Works at the coarse
// matte's size, before guided.
#include <algorithm>
#include <cmath>

#include "base/resize.h"
#include "refine/kinds.h"

namespace segme {
namespace {

constexpr double kLongestGap = 0.5;    // seconds; what is older says nothing about now
constexpr float kDriftSeconds = 0.1F;  // over which an innovation has to keep its sign to be believed
constexpr float kDriftWeight = 1.5F;   // what a lasting innovation of 1 adds to the weight of the new frame
constexpr float kFloorSeconds = 0.5F;  // over which the noise of a place is learnt
constexpr float kQuietFloor = 3.0F;    // in 1/255: a change below it is no change in any camera's picture
constexpr float kNoisyFloor = 24.0F;   // in 1/255: where it always changes that much, the picture tells nothing
constexpr float kChangeBegin = 1.5F;   // times the floor: from here on a change counts ...
constexpr float kChangeEnd = 3.0F;     // ... and from here on wholly
constexpr float kLeapBegin = 0.15F;    // the same for the matte's own change, asked where the picture tells nothing
constexpr float kLeapEnd = 0.4F;

float ramp(float value, float begin, float end) {
  return std::min(1.0F, std::max(0.0F, (value - begin) / (end - begin)));
}

class Temporal final : public Refiner {
 public:
  static constexpr std::string_view kName = "temporal";
  struct Options {
    float seconds = 0.15F;
    void describe(auto& visit) {
      visit("seconds", seconds, "seconds over which still places are averaged", 0.0F, 2.0F);
    }
  };
  explicit Temporal(const Options& options) : options_(options) {}

  void refine(const Frame& frame, Matte& matte) override;
  void reset() override { last_.resize(0, 0); }

 private:
  [[nodiscard]] bool follows(const Frame& frame, const Matte& matte) const;
  void measure_change();
  void mix(Matte& matte, float step);

  Options options_;
  int frame_width_ = 0, frame_height_ = 0;
  double seconds_ = 0;
  Image small_, last_small_;
  Matte last_;             // what was given out for the frame before
  Matte drift_;            // mean of (net's matte - what was given out), with its sign
  Matte floor_;            // what a place changes by from frame to frame when nothing happens, in 1/255
  Matte change_, smooth_;  // of the picture at each place, in 1/255; and over 3 x 3 of them
  Matte leap_, smooth_leap_;
};

/// The mean of the 3 x 3 neighbours; outside, the edge goes on.
void box3(const Matte& in, Matte& out) {
  const int width = in.width(), height = in.height();
  out.resize(width, height);
  for (int y = 0; y < height; ++y) {
    const float* up = in.row(std::max(y - 1, 0));
    const float* at = in.row(y);
    const float* down = in.row(std::min(y + 1, height - 1));
    float* to = out.row(y);
    const auto column = [&](int x) { return up[x] + at[x] + down[x]; };
    for (int x = 1; x + 1 < width; ++x) {
      to[x] = (column(x - 1) + column(x) + column(x + 1)) * (1.0F / 9);
    }
    for (const int x : {0, width - 1}) {
      to[x] = (column(std::max(x - 1, 0)) + column(x) + column(std::min(x + 1, width - 1))) * (1.0F / 9);
    }
  }
}

bool Temporal::follows(const Frame& frame, const Matte& matte) const {
  const double gap = frame.seconds - seconds_;  // a frame once more is a new input
  return !last_.empty() && last_.width() == matte.width() && last_.height() == matte.height() &&
         frame_width_ == frame.image.width() && frame_height_ == frame.image.height() && gap > 0 && gap <= kLongestGap;
}

void Temporal::refine(const Frame& frame, Matte& matte) {
  if (frame.image.empty() || matte.empty()) return;
  resize_area(frame.image, matte.width(), matte.height(), small_);
  if (follows(frame, matte)) {
    measure_change();
    mix(matte, static_cast<float>(frame.seconds - seconds_));
  } else {
    for (Matte* state : {&drift_, &floor_}) state->resize(matte.width(), matte.height());
    drift_.fill(0);
    floor_.fill(kQuietFloor);
    last_.resize(matte.width(), matte.height());
  }
  std::copy_n(matte.data(), matte.size(), last_.data());
  last_small_.swap(small_);
  frame_width_ = frame.image.width();
  frame_height_ = frame.image.height();
  seconds_ = frame.seconds;
}

/// How much the picture changed since the frame before: the largest of its three colours, over 3 x 3.
void Temporal::measure_change() {
  change_.resize(last_.width(), last_.height());
  const std::uint8_t* now = small_.data();
  const std::uint8_t* before = last_small_.data();
  float* change = change_.data();
  for (std::size_t i = 0; i < change_.size(); ++i) {
    int most = 0;
    for (std::size_t c = 3 * i; c < 3 * i + 3; ++c) most = std::max(most, std::abs(now[c] - before[c]));
    change[i] = static_cast<float>(most);
  }
  box3(change_, smooth_);
}

void Temporal::mix(Matte& matte, float step) {
  leap_.resize(matte.width(), matte.height());
  for (std::size_t i = 0; i < matte.size(); ++i) leap_.data()[i] = matte.data()[i] - last_.data()[i];
  box3(leap_, smooth_leap_);
  const float still = options_.seconds > 0 ? 1 - std::exp(-step / options_.seconds) : 1.0F;
  const float drift_weight = 1 - std::exp(-step / kDriftSeconds);
  const float floor_weight = 1 - std::exp(-step / kFloorSeconds);
  float* value = matte.data();
  for (std::size_t i = 0; i < matte.size(); ++i) {
    const float innovation = leap_.data()[i];
    float& drift = drift_.data()[i];
    float& floor = floor_.data()[i];
    drift += drift_weight * (innovation - drift);
    const float change = smooth_.data()[i];
    const float moved = ramp(change, kChangeBegin * floor, kChangeEnd * floor);
    const float blind = ramp(floor, kQuietFloor, kNoisyFloor);
    const float leapt = blind * ramp(std::abs(smooth_leap_.data()[i]), kLeapBegin, kLeapEnd);
    const float weight = std::min(1.0F, std::max({still + kDriftWeight * std::abs(drift), moved, leapt}));
    // A change is learnt as noise only as far as it was not taken for movement.
    floor = std::max(kQuietFloor, floor + floor_weight * (std::min(change, 2 * floor) - floor));
    value[i] = last_.data()[i] + weight * innovation;
  }
}

}  // namespace

extern constexpr RefinerKind temporal_refiner =
    make_kind<Refiner, Temporal>("calms the matte over time where nothing moves; put it first");

}  // namespace segme
