// infer/subtraction: at a small size, where noise averages out: the light of the whole scene is compared first, then
// each pixel with what the plate would be in that light; what is only darker is a shadow.
#include "infer/subtraction.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/resize.h"
#include "base/stopwatch.h"
#include "infer/subtraction_clean.h"

namespace segme {
namespace {

constexpr float kDark = 16;            // below it a ratio says nothing of the light
constexpr float kMostLight = 4;        // light may change by so much
constexpr std::size_t kBins = 256;     // of the histogram of light, on a logarithmic scale
constexpr float kNoises = 4;           // a difference of so many usual ones is no noise
constexpr float kSoft = 0.35F;         // the matte rises from 1 - kSoft to 1 + kSoft times the threshold
constexpr float kShadowWeight = 0.2F;  // what darkness alone counts where it may be a shadow
constexpr int kNearby = 3;             // pixels to the nearest one that is all person
constexpr float kUncovered = 0.2F;     // a pixel less covered counts as background, one more covered than 1 - it as all
constexpr double kShape = 1.02;        // how much the shapes of plate and frame may differ
constexpr float kSure = 0.2F;          // below it a pixel is background: the plate learns from it

/// A plate of another shape shows another view: every edge of it would be taken for a person.
void check_shape(const Image& plate, const Image& frame) {
  const double ratio =
      static_cast<double>(plate.width()) * frame.height() / (static_cast<double>(plate.height()) * frame.width());
  if (ratio > 1 / kShape && ratio < kShape) return;
  throw Error(ExitCode::usage, "the plate is " + std::to_string(plate.width()) + " x " +
                                   std::to_string(plate.height()) + " and the frame " + std::to_string(frame.width()) +
                                   " x " + std::to_string(frame.height()) +
                                   ": they cannot show the same view. Take the plate with the same camera and size.");
}

float squared(const float* v) { return v[0] * v[0] + v[1] * v[1] + v[2] * v[2]; }

}  // namespace

void Subtraction::begin_capture() {
  recapturing_ = true;
  plate_wanted_ = true;
  seen_ = 0;
  plate_.clear();
}

void Subtraction::reset() {
  plate_wanted_ = true;
  recapturing_ = false;
  seen_ = 0;
  plate_.clear();
  std::fill_n(light_, 3, 1.0F);
}

double Subtraction::captured() const {
  if (asked_) return 0;
  if (!given_plate_.empty() && !recapturing_) return 1;
  return std::min(1.0, static_cast<double>(seen_) / options_.frames);
}

/// Brings the frame, and at first the plate, to the working size. Whether there is a plate to compare with.
bool Subtraction::prepare(const Image& image) {
  const double factor = std::min(1.0, static_cast<double>(options_.size) / std::max(image.width(), image.height()));
  const int width = std::max(1, static_cast<int>(std::lround(image.width() * factor)));
  const int height = std::max(1, static_cast<int>(std::lround(image.height() * factor)));
  const std::size_t count = static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3;
  if (plate_.size() != count) {  // another shape of frames is another scene
    plate_wanted_ = true;
    seen_ = 0;
  }
  if (!given_plate_.empty() && !recapturing_) {
    if (plate_wanted_) {
      check_shape(given_plate_, image);
      resize_area(given_plate_, width, height, small_);
      plate_.assign(small_.data(), small_.data() + small_.size());
      plate_wanted_ = false;
    }
    resize_area(image, width, height, small_);
    return true;
  }
  resize_area(image, width, height, small_);
  if (seen_ >= options_.frames) return true;
  if (seen_ == 0) plate_.assign(count, 0.0F);
  for (std::size_t i = 0; i < count; ++i) plate_[i] += static_cast<float>(small_.data()[i]);
  if (++seen_ == options_.frames) {
    for (float& value : plate_) value /= static_cast<float>(options_.frames);
  }
  return false;
}

/// light_: the median of frame / plate over what is likely background, which a person in the picture hardly moves.
void Subtraction::estimate_light() {
  std::array<std::array<int, kBins>, 3> histograms{};
  std::array<int, 3> counts{};
  const bool know = found_.size() * 3 == plate_.size();  // what was background in the frame before
  const float scale = static_cast<float>(kBins) / (2 * std::log(kMostLight));
  for (std::size_t i = 0; i < plate_.size() / 3; ++i) {
    if (know && found_.data()[i] > kSure) continue;
    for (std::size_t c = 0; c < 3; ++c) {
      const auto now = static_cast<float>(small_.data()[3 * i + c]);
      const float then = plate_[3 * i + c];
      if (now < kDark || then < kDark || now > 250 || then > 250) continue;
      const float bin = (std::log(now / then) + std::log(kMostLight)) * scale;
      ++histograms[c][static_cast<std::size_t>(std::clamp(bin, 0.0F, static_cast<float>(kBins - 1)))];
      ++counts[c];
    }
  }
  for (std::size_t c = 0; c < 3; ++c) {
    light_[c] = 1;
    if (counts[c] <= static_cast<int>(plate_.size() / 60)) continue;  // a twentieth of the picture
    const int half = (counts[c] + 1) / 2;
    int below = 0;
    std::size_t bin = 0;
    while (below + histograms[c][bin] < half) below += histograms[c][bin++];
    const float inside = (static_cast<float>(half - below) - 0.5F) / static_cast<float>(histograms[c][bin]);
    light_[c] = std::exp((static_cast<float>(bin) + inside) / scale - std::log(kMostLight));
  }
}

/// How far a pixel, averaged with its neighbours, is from the plate in this light.
float Subtraction::distance(const float* off, const float* plate) const {
  const float length = squared(plate);
  const float along = off[0] * plate[0] + off[1] * plate[1] + off[2] * plate[2];
  const float share = length > 0 ? 1 + along / length : 1.0F;
  float difference = squared(off);
  if (share < 1 && share >= options_.shadows) {  // the same colour with less light
    difference += (kShadowWeight * kShadowWeight - 1) * (1 - share) * (1 - share) * length;
  }
  return std::sqrt(std::max(0.0F, difference));
}

/// found_: the distance of each pixel. Differences are averaged over 3 x 3 pixels before: noise has no direction.
void Subtraction::compare() {
  const int width = small_.width();
  const int height = small_.height();
  found_.resize(width, height);
  off_.resize(plate_.size());
  rows_.resize(plate_.size());
  for (std::size_t i = 0; i < plate_.size(); ++i) {
    off_[i] = static_cast<float>(small_.data()[i]) - std::min(255.0F, plate_[i] * light_[i % 3]);
  }
  const int stride = 3 * width;
  for (int y = 0; y < height; ++y) {
    const float* from = off_.data() + static_cast<std::ptrdiff_t>(y) * stride;
    float* to = rows_.data() + static_cast<std::ptrdiff_t>(y) * stride;
    for (int i = 0; i < stride; ++i) {
      to[i] = (from[i < 3 ? i : i - 3] + from[i] + from[i + 3 < stride ? i + 3 : i]) / 3;
    }
  }
  for (int y = 0; y < height; ++y) {
    const float* here = rows_.data() + static_cast<std::ptrdiff_t>(y) * stride;
    const float* above = y > 0 ? here - stride : here;
    const float* below = y + 1 < height ? here + stride : here;
    for (int x = 0; x < width; ++x) {
      float off[3], plate[3];
      for (int c = 0; c < 3; ++c) {
        const int i = 3 * x + c;
        off[c] = (above[i] + here[i] + below[i]) / 3;
        plate[c] =
            plate_[static_cast<std::size_t>(y) * static_cast<std::size_t>(stride) + static_cast<std::size_t>(i)] *
            light_[c];
      }
      found_.row(y)[x] = distance(off, plate);
    }
  }
}

/// found_, from distances to a matte: sure background below the threshold; above it a pixel is as much person as its
/// distance is of the largest nearby, for a pixel half covered is half as far.
void Subtraction::decide() {
  std::array<int, 256> histogram{};
  for (std::size_t i = 0; i < found_.size(); ++i) {
    ++histogram[static_cast<std::size_t>(std::min(255.0F, found_.data()[i]))];
  }
  // Half of the smaller half of all distances: background, if the person leaves half of the picture.
  int below = 0;
  std::size_t quarter = 0;
  while (below + histogram[quarter] < static_cast<int>(found_.size() / 4) && quarter < 255)
    below += histogram[quarter++];
  const float threshold = std::max(options_.threshold, kNoises * static_cast<float>(quarter));
  largest_ = found_;
  grow(largest_, kNearby, scratch_);
  for (std::size_t i = 0; i < found_.size(); ++i) {
    const float sure = (found_.data()[i] / threshold - (1 - kSoft)) / (2 * kSoft);
    const float covered = (found_.data()[i] / largest_.data()[i] - kUncovered) / (1 - 2 * kUncovered);
    found_.data()[i] = sure > 0 ? std::clamp(std::min(sure, covered), 0.0F, 1.0F) : 0.0F;
  }
}

/// The plate follows the frame where nobody is, and where nobody is near.
void Subtraction::adapt() {
  if (options_.adapt <= 0) return;
  for (int y = 0; y < found_.height(); ++y) {
    const float* above = found_.row(std::max(0, y - 2));
    const float* here = found_.row(y);
    const float* below = found_.row(std::min(y + 2, found_.height() - 1));
    for (int x = 0; x < found_.width(); ++x) {
      const int left = std::max(0, x - 2);
      const int right = std::min(x + 2, found_.width() - 1);
      if (std::max({here[x], here[left], here[right], above[x], below[x]}) > kSure) continue;
      const std::size_t at =
          (static_cast<std::size_t>(y) * static_cast<std::size_t>(found_.width()) + static_cast<std::size_t>(x)) * 3;
      for (std::size_t c = 0; c < 3; ++c) {
        plate_[at + c] += options_.adapt * (static_cast<float>(small_.data()[at + c]) / light_[c] - plate_[at + c]);
      }
    }
  }
}

/// The same plates, given or captured, at the frame's full size.
void Subtraction::follow_reference(const Image& image, Matte& matte) {
  const int width = image.width();
  const int height = image.height();
  if (steps_.width() != width || steps_.height() != height) {
    plate_wanted_ = true;
    seen_ = 0;
  }
  if (!given_plate_.empty() && !recapturing_) {
    if (plate_wanted_) {
      check_shape(given_plate_, image);
      resize_area(given_plate_, width, height, small_);
      steps_.begin(width, height);
      steps_.add(small_);
      steps_.finish();
      plate_wanted_ = false;
    }
  } else if (seen_ < options_.frames) {
    if (seen_ == 0) steps_.begin(width, height);
    steps_.add(image);
    if (++seen_ == options_.frames) steps_.finish();
    matte.resize(width, height);
    matte.fill(0);
    return;
  }
  steps_.find(image, matte);
}

void Subtraction::segment(const Frame& frame, Matte& matte) {
  const Stopwatch watch;
  find(frame, matte);
  milliseconds_ = watch.milliseconds();
}

void Subtraction::find(const Frame& frame, Matte& matte) {
  SEGME_CHECK(frame.image.channels() == 3 && !frame.image.empty());
  if (asked_.exchange(false)) begin_capture();
  if (options_.steps == Steps::reference) return follow_reference(frame.image, matte);
  if (!prepare(frame.image)) {
    found_.resize(0, 0);
    matte.resize(small_.width(), small_.height());
    matte.fill(0);
    return;
  }
  estimate_light();
  compare();
  decide();
  const int longest = std::max(found_.width(), found_.height());
  close_gaps(found_, static_cast<int>(std::lround(options_.close / 100 * static_cast<float>(longest))), scratch_);
  drop_specks_and_holes(found_, options_.holes, pieces_, areas_);
  adapt();
  matte = found_;
}

void join_mattes(const Matte& plate, Matte& net, Matte& scratch) {
  resize_matte(plate, net.width(), net.height(), scratch);
  // What the plate says is worth: no difference 1 : 6 against a person, a sure one 6 : 1 for one.
  constexpr float kLeast = 1.0F / 7;
  for (std::size_t i = 0; i < net.size(); ++i) {
    const float p = net.data()[i];
    const float q = kLeast + (1 - 2 * kLeast) * scratch.data()[i];
    net.data()[i] = p * q / (p * q + (1 - p) * (1 - q));
  }
}

const SubtractionKind bgsub_method =
    make_kind<Subtraction, Subtraction>("what differs from a clean plate of the scene, without a net");

}  // namespace segme
