// refine/temporal: a calmer matte over time. Each value is a recursive mean whose weight of the new frame is 1 where
// the picture shows something new and small where it shows the same as before, so that nothing ghosts. What moves is
// followed: the mean goes on where the content went. A change that lasts over frames gets through sooner than one that
// comes and goes (the idea of the One Euro filter, Casiez 2012). Only blocks with something undecided are worked on.
// Before guided it works at the coarse matte's size; behind it at the frame's size, where it calms what the camera's
// noise does to the edges. Patience says how much more than usual a place may change there.
#include <algorithm>
#include <climits>
#include <cmath>
#include <vector>

#include "base/bounds.h"
#include "base/resize.h"
#include "refine/kinds.h"
#include "refine/motion.h"
#include "refine/temporal_kernels.h"

namespace segme {
namespace {

constexpr double kLongestGap = 0.5;    // seconds; what is older says nothing about now
constexpr float kDriftSeconds = 0.1F;  // over which an innovation has to keep its sign to be believed
constexpr float kFloorSeconds = 0.5F;  // over which the noise of a place is learnt
constexpr int kGreySide = 256;         // longer side of the copy that movement is looked for in
constexpr int kLargestMoved = 640;     // longer side of a matte whose movement is followed; a larger one stands still
constexpr int kStillSide = static_cast<int>(kStillBlock);  // side of a block of such a larger one
constexpr int kApron = 2;                                  // around a stretch: each mean over 3 x 3 takes one
constexpr int kMostRun = 16;  // such blocks that are worked on together, so that what is between stays in the cache

/// Values of a stretch of blocks and its apron, or of a part of it. Each row has one more value at both ends.
struct Patch {
  Buffer<float> values;
  Bounds area{};

  void set(const Bounds& bounds) {
    area = bounds;
    values.resize(static_cast<std::size_t>(stride()) * static_cast<std::size_t>(area.height()));
  }
  [[nodiscard]] std::ptrdiff_t stride() const { return area.width() + 2; }
  float* at(int x, int y) { return values.data() + (y - area.top) * stride() + 1 + x - area.left; }
};

/// The mean of the 3 x 3 neighbours, over `area`; outside of `in`, the edge goes on.
void box(const TemporalKernels& kernels, Patch& in, const Bounds& area, Patch& out) {
  out.set(area);
  for (int y = in.area.top; y < in.area.bottom; ++y) {
    in.at(in.area.left, y)[-1] = *in.at(in.area.left, y);
    *in.at(in.area.right, y) = in.at(in.area.right, y)[-1];
  }
  for (int y = area.top; y < area.bottom; ++y) {
    const float* const rows[3] = {in.at(area.left, std::max(y - 1, in.area.top)), in.at(area.left, y),
                                  in.at(area.left, std::min(y + 1, in.area.bottom - 1))};
    kernels.box(rows, static_cast<std::size_t>(area.width()), out.at(area.left, y));
  }
}

std::uint8_t values_of(const Matte& matte, const Bounds& area) {
  unsigned some = 0, lacks = 0;
  for (int y = area.top; y < area.bottom; ++y) {
    const float* row = matte.row(y);
    for (int x = area.left; x < area.right; ++x) {
      some |= static_cast<unsigned>(row[x] > kDecided);
      lacks |= static_cast<unsigned>(row[x] < 1 - kDecided);
    }
  }
  return static_cast<std::uint8_t>(some * kSomePerson | lacks * kLacksPerson);
}

/// Pixels of `area` and of `apron` around it that a picture of that size has.
Bounds widened(const Bounds& area, int apron, int width, int height) {
  return {std::max(area.left - apron, 0), std::max(area.top - apron, 0), std::min(area.right + apron, width),
          std::min(area.bottom + apron, height)};
}

class Temporal final : public Refiner {
 public:
  static constexpr std::string_view kName = "temporal";
  struct Options {
    float seconds = 0.15F;
    std::string motion = "follow";
    float patience = 1;
    void describe(auto& visit) {
      visit("seconds", seconds, "seconds over which what stays the same is averaged", 0.0F, 2.0F);
      visit("motion", motion, "follow what moves, or calm only what stands still", "follow|still");
      visit("patience", patience, "how many times as much as usual a place may change and still be averaged", 1.0F,
            10.0F);
    }
  };
  explicit Temporal(const Options& options) : options_(options), follow_(options.motion == "follow") {}

  void refine(const Frame& frame, Matte& matte) override;
  void reset() override { last_.resize(0, 0); }

 private:
  /// How much of a new frame counts.
  struct Weights {
    float still, drift, floor;
  };

  [[nodiscard]] bool follows(const Frame& frame, const Matte& matte) const;
  void start(const Matte& matte);
  void find_active(const Matte& matte);
  void calm(const Image& picture, Matte& matte, float step);
  void measure_values(const Matte& matte);
  void measure_change(const Image& picture, const Bounds& area, Patch& change) const;
  void move(const Image& picture, const Bounds& area, float dx, float dy, Patch& change, Patch& prior) const;
  float mix(const Image& picture, const Matte& matte, const Bounds& area, BlockMotion::Vector moved,
            const Weights& weights);
  void begin_block(const Matte& matte, std::size_t block);
  void keep(const Image& picture, const Matte& matte);
  [[nodiscard]] Bounds area(std::size_t block) const {
    const auto across = columns_.size() - 1;
    return {columns_[block % across], rows_[block / across], columns_[block % across + 1], rows_[block / across + 1]};
  }

  Options options_;
  bool follow_;
  bool moves_ = false;   // whether what moves is followed in a matte of this size
  bool sparse_ = false;  // whether colours and values of the frame before are kept of its active blocks only
  int frame_width_ = 0, frame_height_ = 0;
  double seconds_ = 0;
  Image small_, last_small_;  // the picture at the matte's size, of this frame and of the one before
  Matte last_, given_;        // what was given out for the frame before, and for this one
  Matte drift_;               // mean of (net's matte - what was given out), with its sign
  Matte floor_;               // what a place changes by from frame to frame when nothing happens, in 1/255
  float usual_floor_ = kQuietFloor;
  BlockMotion motion_{kGreySide};
  std::vector<int> columns_, rows_;  // where blocks begin, and the end
  std::vector<std::uint8_t> values_, last_values_, active_, last_active_, near_, last_near_;  // a byte a block
  Patch change_, smooth_, moved_, moved_smooth_, prior_, moved_prior_, leap_, smooth_leap_;
  const TemporalKernels* kernels_ = &fast_temporal_kernels();
};

bool Temporal::follows(const Frame& frame, const Matte& matte) const {
  const double gap = frame.seconds - seconds_;  // a frame once more is a new input
  return !last_.empty() && last_.width() == matte.width() && last_.height() == matte.height() &&
         frame_width_ == frame.image.width() && frame_height_ == frame.image.height() && gap > 0 && gap <= kLongestGap;
}

void Temporal::refine(const Frame& frame, Matte& matte) {
  if (frame.image.empty() || matte.empty()) return;
  const bool whole = frame.image.width() == matte.width() && frame.image.height() == matte.height();
  moves_ = follow_ && std::max(matte.width(), matte.height()) <= kLargestMoved;
  sparse_ = whole && std::max(matte.width(), matte.height()) > kLargestMoved;
  if (!whole) resize_area(frame.image, matte.width(), matte.height(), small_);
  const Image& picture = whole ? frame.image : small_;
  const bool followed = follows(frame, matte);
  if (moves_) motion_.look(picture);
  if (!followed) start(matte);
  find_active(matte);
  if (followed) calm(picture, matte, static_cast<float>(frame.seconds - seconds_));
  keep(picture, matte);
  frame_width_ = frame.image.width();
  frame_height_ = frame.image.height();
  seconds_ = frame.seconds;
}

/// Forgets what was, and divides a matte of this size into blocks.
void Temporal::start(const Matte& matte) {
  const int width = matte.width(), height = matte.height();
  for (Matte* state : {&drift_, &floor_, &last_, &given_}) state->resize(width, height);
  last_small_.resize(width, height, 3);
  last_.fill(0);  // sparse_ writes a part of these two, and a block's apron may be outside of it
  last_small_.fill(0);
  drift_.fill(0);
  floor_.fill(kQuietFloor);
  usual_floor_ = kQuietFloor;
  const auto divide = [](int side, int copy, int block, std::vector<int>& begins) {
    begins.clear();
    for (int i = 0; i < copy; i += block) {
      begins.push_back(static_cast<int>(std::int64_t{i} * side / copy));
    }
    begins.push_back(side);
  };
  divide(width, moves_ ? motion_.width() : width, moves_ ? BlockMotion::kBlock : kStillSide, columns_);
  divide(height, moves_ ? motion_.height() : height, moves_ ? BlockMotion::kBlock : kStillSide, rows_);
  const std::size_t blocks = (columns_.size() - 1) * (rows_.size() - 1);
  for (auto* flags : {&values_, &last_values_, &active_, &last_active_, &near_, &last_near_}) flags->assign(blocks, 0);
  const auto longest = [](const std::vector<int>& begins) {
    int most = 0;
    for (std::size_t i = 1; i < begins.size(); ++i) most = std::max(most, begins[i] - begins[i - 1]);
    return most;
  };
  const int most = longest(columns_) * (moves_ ? 1 : kMostRun);
  for (Patch* patch : {&change_, &smooth_, &moved_, &moved_smooth_, &prior_, &moved_prior_, &leap_, &smooth_leap_}) {
    patch->set(widened({kApron, kApron, kApron + most, kApron + longest(rows_)}, kApron, INT_MAX, INT_MAX));
  }
}

void Temporal::measure_values(const Matte& matte) {
  if (moves_) {
    for (std::size_t block = 0; block < values_.size(); ++block) values_[block] = values_of(matte, area(block));
    return;
  }
  std::fill(values_.begin(), values_.end(), std::uint8_t{0});
  for (int y = 0; y < matte.height(); ++y) {
    std::uint8_t* flags = values_.data() + static_cast<std::size_t>(y / kStillSide) * (columns_.size() - 1);
    kernels_->look(matte.row(y), static_cast<std::size_t>(matte.width()), flags);
  }
}

/// A block is active where something in it is undecided, or changes, in this matte or the one before. Near ones are
/// those around it.
void Temporal::find_active(const Matte& matte) {
  const int across = static_cast<int>(columns_.size()) - 1, down = static_cast<int>(rows_.size()) - 1;
  std::fill(near_.begin(), near_.end(), std::uint8_t{0});
  measure_values(matte);
  for (int row = 0; row < down; ++row) {
    for (int column = 0; column < across; ++column) {
      const auto block = static_cast<std::size_t>(row * across + column);
      active_[block] = (values_[block] | last_values_[block]) == kUndecided ? 1 : 0;
      if (active_[block] == 0) continue;
      for (int y = std::max(row - 1, 0); y <= std::min(row + 1, down - 1); ++y) {
        for (int x = std::max(column - 1, 0); x <= std::min(column + 1, across - 1); ++x) {
          near_[static_cast<std::size_t>(y * across + x)] = 1;
        }
      }
    }
  }
}

void Temporal::calm(const Image& picture, Matte& matte, float step) {
  if (moves_) motion_.find(near_.data());
  const Weights weights{options_.seconds > 0 ? 1 - std::exp(-step / options_.seconds) : 1.0F,
                        1 - std::exp(-step / kDriftSeconds), 1 - std::exp(-step / kFloorSeconds)};
  const std::size_t across = columns_.size() - 1;
  double floors = 0;
  std::int64_t pixels = 0;
  for (std::size_t block = 0; block < active_.size(); ++block) {
    if (active_[block] == 0) continue;
    if (last_active_[block] == 0) {
      begin_block(matte, block);
      if (sparse_ && last_near_[block] == 0) continue;
    }
    Bounds area = this->area(block);
    BlockMotion::Vector moved;
    if (moves_) {
      moved = motion_.vector(static_cast<int>(block % across), static_cast<int>(block / across));
    } else {  // blocks in a row whose past is known are worked on together
      const std::size_t end = std::min(block - block % across + across, block + kMostRun);
      while (block + 1 < end && active_[block + 1] != 0 && last_active_[block + 1] != 0) ++block;
      area.right = this->area(block).right;
    }
    floors += static_cast<double>(mix(picture, matte, area, moved, weights));
    pixels += std::int64_t{area.width()} * area.height();
  }
  if (pixels > 0) usual_floor_ = static_cast<float>(floors / static_cast<double>(pixels));
  for (std::size_t block = 0; block < active_.size(); ++block) {
    if (active_[block] == 0) continue;
    const Bounds area = this->area(block);
    for (int y = area.top; y < area.bottom; ++y) {
      std::copy(given_.row(y) + area.left, given_.row(y) + area.right, matte.row(y) + area.left);
    }
  }
}

/// How much each place of `area` changed from the frame before: the largest of its three colours.
void Temporal::measure_change(const Image& picture, const Bounds& area, Patch& change) const {
  change.set(area);
  for (int y = area.top; y < area.bottom; ++y) {
    const std::ptrdiff_t from = std::ptrdiff_t{3} * area.left;
    kernels_->change(picture.row(y) + from, last_small_.row(y) + from, static_cast<std::size_t>(area.width()),
                     change.at(area.left, y));
  }
}

/// What was given out (dx, dy) from each place of `area`, and how much the colours there differ from those here.
void Temporal::move(const Image& picture, const Bounds& area, float dx, float dy, Patch& change, Patch& prior) const {
  change.set(area);
  prior.set(area);
  const int width = last_.width(), height = last_.height();
  const int whole_x = static_cast<int>(std::floor(dx)), whole_y = static_cast<int>(std::floor(dy));
  const float u = dx - static_cast<float>(whole_x), v = dy - static_cast<float>(whole_y);
  const float parts[4] = {(1 - u) * (1 - v), u * (1 - v), (1 - u) * v, u * v};
  for (int y = area.top; y < area.bottom; ++y) {
    const int up = std::clamp(y + whole_y, 0, height - 1), low = std::clamp(y + whole_y + 1, 0, height - 1);
    for (int x = area.left; x < area.right; ++x) {
      const int left = std::clamp(x + whole_x, 0, width - 1), right = std::clamp(x + whole_x + 1, 0, width - 1);
      *prior.at(x, y) = parts[0] * last_.row(up)[left] + parts[1] * last_.row(up)[right] +
                        parts[2] * last_.row(low)[left] + parts[3] * last_.row(low)[right];
      const std::uint8_t* four[4] = {last_small_.row(up) + 3 * left, last_small_.row(up) + 3 * right,
                                     last_small_.row(low) + 3 * left, last_small_.row(low) + 3 * right};
      const std::uint8_t* now = picture.row(y) + 3 * x;
      float most = 0;
      for (int c = 0; c < 3; ++c) {
        float before = 0;
        for (int i = 0; i < 4; ++i) before += parts[i] * static_cast<float>(four[i][c]);
        most = std::max(most, std::abs(static_cast<float>(now[c]) - before));
      }
      *change.at(x, y) = most;
    }
  }
}

/// Returns the sum of the area's floors.
float Temporal::mix(const Image& picture, const Matte& matte, const Bounds& area, BlockMotion::Vector moved,
                    const Weights& weights) {
  const int width = matte.width(), height = matte.height();
  const Bounds near = widened(area, 1, width, height), wide = widened(area, kApron, width, height);
  const auto near_width = static_cast<std::size_t>(near.width());
  measure_change(picture, wide, change_);
  box(*kernels_, change_, near, smooth_);
  prior_.set(near);
  for (int y = near.top; y < near.bottom; ++y)
    std::copy_n(last_.row(y) + near.left, near_width, prior_.at(near.left, y));
  if (moved.x != 0 || moved.y != 0) {
    const float dx = static_cast<float>(moved.x * width) / static_cast<float>(motion_.width());
    const float dy = static_cast<float>(moved.y * height) / static_cast<float>(motion_.height());
    move(picture, wide, dx, dy, moved_, moved_prior_);
    box(*kernels_, moved_, near, moved_smooth_);
    for (int y = near.top; y < near.bottom; ++y) {
      for (int x = near.left; x < near.right; ++x) {
        if (*moved_smooth_.at(x, y) >= *smooth_.at(x, y)) continue;
        *smooth_.at(x, y) = *moved_smooth_.at(x, y);
        *prior_.at(x, y) = *moved_prior_.at(x, y);
      }
    }
  }
  leap_.set(near);
  for (int y = near.top; y < near.bottom; ++y) {
    kernels_->subtract(matte.row(y) + near.left, prior_.at(near.left, y), near_width, leap_.at(near.left, y));
  }
  box(*kernels_, leap_, area, smooth_leap_);
  float floors = 0;
  for (int y = area.top; y < area.bottom; ++y) {
    floors += kernels_->mix({weights.still, weights.drift, weights.floor, options_.patience,
                             static_cast<std::size_t>(area.width()), smooth_.at(area.left, y), leap_.at(area.left, y),
                             smooth_leap_.at(area.left, y), prior_.at(area.left, y), drift_.row(y) + area.left,
                             floor_.row(y) + area.left, given_.row(y) + area.left});
  }
  return floors;
}

/// A block that was not active in the frame before: how it changes is not known.
void Temporal::begin_block(const Matte& matte, std::size_t block) {
  const Bounds area = this->area(block);
  for (int y = area.top; y < area.bottom; ++y) {
    std::copy(matte.row(y) + area.left, matte.row(y) + area.right, given_.row(y) + area.left);
    std::fill(drift_.row(y) + area.left, drift_.row(y) + area.right, 0.0F);
    std::fill(floor_.row(y) + area.left, floor_.row(y) + area.right, usual_floor_);
  }
}

/// Keeps what the next frame needs of this one.
void Temporal::keep(const Image& picture, const Matte& matte) {
  for (std::size_t block = 0; block < active_.size(); ++block) {
    const Bounds area = this->area(block);
    last_values_[block] = active_[block] != 0 ? values_of(matte, area) : values_[block];
    if (!sparse_ || near_[block] == 0) continue;
    const auto bytes = static_cast<std::ptrdiff_t>(3) * (area.right - area.left);
    for (int y = area.top; y < area.bottom; ++y) {
      const std::uint8_t* colours = picture.row(y) + static_cast<std::ptrdiff_t>(3) * area.left;
      std::copy(colours, colours + bytes, last_small_.row(y) + static_cast<std::ptrdiff_t>(3) * area.left);
      std::copy(matte.row(y) + area.left, matte.row(y) + area.right, last_.row(y) + area.left);
    }
  }
  active_.swap(last_active_);
  near_.swap(last_near_);
  if (moves_) motion_.keep();
  if (sparse_) return;
  std::copy_n(matte.data(), matte.size(), last_.data());
  if (&picture == &small_) {
    last_small_.swap(small_);
  } else {
    std::copy_n(picture.data(), picture.size(), last_small_.data());
  }
}

}  // namespace

extern constexpr RefinerKind temporal_refiner =
    make_kind<Refiner, Temporal>("calms the matte over time; put it first, and behind guided once more");

}  // namespace segme
