// render/seamless_clone: the person's own details, shaded as the background at their border asks: Poisson image editing
// (Perez et al. 2003), in the form that OpenCV has: within the person's box the gradients of the person where the
// person is, those of the background elsewhere. The matte, as yes or no, is grown a little; of several people the
// largest is cloned, and moved down to the lower border. A large picture is solved at a smaller size: what the solution
// adds is smooth, so it is enlarged and added at full size, which keeps the details.
#include <algorithm>
#include <cmath>
#include <utility>

#include "base/resize.h"
#include "render/kinds.h"
#include "render/person_mask.h"
#include "render/poisson.h"

namespace segme {
namespace {

constexpr int kLeast = 8;  // pixels of a side below which there is nothing to solve
constexpr int kRim = 3;    // pixels at the person's edge whose gradients are the background's

class SeamlessClone final : public Renderer {
 public:
  static constexpr std::string_view kName = "seamless_clone";
  struct Options {
    float grow = 2.3F;  // 3 of 128 pixels
    int size = 640;
    void describe(auto& visit) {
      visit("grow", grow, "how much of the old background is taken along, in hundredths of the longer side", 0.0F,
            20.0F);
      visit("size", size, "longest side at which it is solved", 64, 8192);
    }
  };
  explicit SeamlessClone(const Options& options) : options_(options) {}
  [[nodiscard]] Role role() const override { return {.background = true}; }
  void draw(const Scene& scene, Image& picture) override;

 private:
  bool find_person(const Matte& matte);
  void solve(const Image& frame, const Image& background);
  void find_inner();
  void enlarge(const Image& frame, Image& picture);
  void blend_rows(float y);
  Options options_;
  int width_ = 0, height_ = 0;  // at which it is solved
  int down_ = 0;                // how far the person moves, there
  PersonMask mask_;
  PoissonSolver solver_;
  Matte small_matte_;
  Image small_frame_, small_background_, inner_, eroded_;
  Buffer<float> wanted_;
  Buffer<float>
      added_;  // for each pixel of the box: what is added to the background, and the person less the background
  Buffer<float> share_;            // and how much is the person
  Buffer<float> row_, row_share_;  // the same, between two rows
};

constexpr std::size_t kAdded = 6;

bool SeamlessClone::find_person(const Matte& matte) {
  const int longest = std::max(width_, height_);
  if (!mask_.find(matte, static_cast<int>(std::lround(options_.grow / 100 * static_cast<float>(longest)))))
    return false;
  down_ = height_ - 1 - mask_.box().bottom;
  return mask_.box().width() > 2 && mask_.box().height() > 2;
}

/// The person without a rim.
void SeamlessClone::find_inner() {
  const Bounds& box = mask_.box();
  const int width = box.width();
  const int height = box.height();
  inner_.resize(width, height, 1);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) inner_.row(y)[x] = mask_.at(box.left + x, box.top + y) ? 1 : 0;
  }
  for (int turn = 0; turn < kRim; ++turn) {
    eroded_ = inner_;
    for (int y = 0; y < height; ++y) {
      for (int x = 0; x < width; ++x) {
        bool inside = x > 0 && y > 0 && x < width - 1 && y < height - 1;
        for (int k = 0; inside && k < 9; ++k) inside = eroded_.row(y - 1 + k / 3)[x - 1 + k % 3] != 0;
        inner_.row(y)[x] = inside ? 1 : 0;
      }
    }
  }
}

/// Fills added_ and share_ for the box.
void SeamlessClone::solve(const Image& frame, const Image& background) {
  find_inner();
  const Bounds& box = mask_.box();
  const int width = box.width();
  const int height = box.height();
  const auto count = static_cast<std::size_t>(width) * static_cast<std::size_t>(height);
  added_.resize(kAdded * count);
  share_.resize(count);
  for (int y = 0; y < height; ++y) {
    const std::uint8_t* person = frame.row(box.top + y) + static_cast<std::ptrdiff_t>(box.left) * 3;
    const std::uint8_t* behind = background.row(box.top + y + down_) + static_cast<std::ptrdiff_t>(box.left) * 3;
    for (int x = 0; x < width; ++x) {
      float* added = added_.data() + kAdded * static_cast<std::size_t>(y * width + x);
      for (int c = 0; c < 3; ++c) {
        added[c] = 0;
        added[3 + c] = static_cast<float>(person[3 * x + c] - behind[3 * x + c]);
      }
      share_.data()[y * width + x] = mask_.at(box.left + x, box.top + y) ? 1.0F : 0.0F;
    }
  }
  // What is added has the gradients of the difference within the person, and none elsewhere.
  const int columns = width - 2;
  const int rows = height - 2;
  wanted_.resize(static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows) * 3);
  float* wanted = wanted_.data();
  const std::uint8_t* inner = inner_.data();
  for (int y = 1; y <= rows; ++y) {
    for (int x = 1; x <= columns; ++x, wanted += 3) {
      const int here = y * width + x;
      for (std::size_t c = 0; c < 3; ++c) {
        const auto at = [&](int pixel) { return added_.data()[kAdded * static_cast<std::size_t>(pixel) + 3 + c]; };
        float sum = 0;
        if (inner[here] != 0) sum += at(here + 1) + at(here + width) - 2 * at(here);
        if (inner[here - 1] != 0) sum -= at(here) - at(here - 1);
        if (inner[here - width] != 0) sum -= at(here) - at(here - width);
        wanted[c] = sum;
      }
    }
  }
  solver_.solve(wanted_.data(), columns, rows);
  wanted = wanted_.data();
  for (int y = 1; y <= rows; ++y) {
    for (int x = 1; x <= columns; ++x, wanted += 3) {
      std::copy_n(wanted, 3, added_.data() + kAdded * static_cast<std::size_t>(y * width + x));
    }
  }
}

/// The row of the box at y, in pixels from its top, between two rows: row_ and row_share_. Beyond the box nothing is
/// added.
void SeamlessClone::blend_rows(float y) {
  const auto width = static_cast<std::size_t>(mask_.box().width());
  const int last = mask_.box().height() - 1;
  const int above = static_cast<int>(std::floor(y));
  const float part = y - static_cast<float>(above);
  row_.resize(kAdded * width);
  row_share_.resize(width);
  std::fill_n(row_.data(), kAdded * width, 0.0F);
  std::fill_n(row_share_.data(), width, 0.0F);
  for (const auto& [v, weight] : {std::pair(above, 1 - part), std::pair(above + 1, part)}) {
    if (v < 0 || v > last) continue;
    const float* added = added_.data() + static_cast<std::size_t>(v) * kAdded * width;
    const float* share = share_.data() + static_cast<std::size_t>(v) * width;
    for (std::size_t i = 0; i < kAdded * width; ++i) row_.data()[i] += weight * added[i];
    for (std::size_t i = 0; i < width; ++i) row_share_.data()[i] += weight * share[i];
  }
}

/// Adds to `picture`, which is the background: the solution, and where the person is, the person's details.
void SeamlessClone::enlarge(const Image& frame, Image& picture) {
  const Bounds& box = mask_.box();
  const float across = static_cast<float>(width_) / static_cast<float>(picture.width());
  const float along = static_cast<float>(height_) / static_cast<float>(picture.height());
  const int down = static_cast<int>(std::lround(static_cast<float>(down_) / along));
  const auto first = [](float edge, float scale) { return std::max(0, static_cast<int>((edge - 1) / scale)); };
  const auto end = [](float edge, float scale, int most) {
    return std::min(most, static_cast<int>(std::ceil((edge + 1) / scale)));
  };
  const auto top = static_cast<float>(box.top + down_);
  const auto left = static_cast<float>(box.left);
  const int last_column = box.width() - 1;
  const int x_first = first(left, across);
  const int x_end = end(static_cast<float>(box.right), across, picture.width());
  const int y_end = end(static_cast<float>(box.bottom + down_), along, picture.height());
  for (int y = first(top, along); y < y_end; ++y) {
    blend_rows((static_cast<float>(y) + 0.5F) * along - 0.5F - top);
    const std::uint8_t* from = frame.row(std::clamp(y - down, 0, frame.height() - 1));
    std::uint8_t* to = picture.row(y);
    for (int x = x_first; x < x_end; ++x) {
      const float place = (static_cast<float>(x) + 0.5F) * across - 0.5F - left;
      const int before = static_cast<int>(std::floor(place));
      const float part = place - static_cast<float>(before);
      float added[kAdded] = {};
      float share = 0;
      for (const auto& [u, weight] : {std::pair(before, 1 - part), std::pair(before + 1, part)}) {
        if (u < 0 || u > last_column) continue;
        const float* values = row_.data() + kAdded * static_cast<std::size_t>(u);
        for (std::size_t c = 0; c < kAdded; ++c) added[c] += weight * values[c];
        share += weight * row_share_.data()[u];
      }
      for (int c = 0; c < 3; ++c) {
        const auto behind = static_cast<float>(to[3 * x + c]);
        const float details = static_cast<float>(from[3 * x + c]) - behind - added[3 + c];
        const float value = behind + added[c] + share * details;
        to[3 * x + c] = static_cast<std::uint8_t>(std::clamp(value + 0.5F, 0.0F, 255.0F));
      }
    }
  }
}

void SeamlessClone::draw(const Scene& scene, Image& picture) {
  SEGME_CHECK(scene.background != nullptr);
  const Image& frame = scene.frame.person();
  picture = *scene.background;
  if (std::min(frame.width(), frame.height()) < kLeast) return;
  const double factor = std::min(1.0, static_cast<double>(options_.size) / std::max(frame.width(), frame.height()));
  width_ = std::max(kLeast, static_cast<int>(std::lround(frame.width() * factor)));
  height_ = std::max(kLeast, static_cast<int>(std::lround(frame.height() * factor)));
  const bool whole = width_ == frame.width() && height_ == frame.height();
  if (!whole) resize_matte(scene.matte, width_, height_, small_matte_);
  if (!find_person(whole ? scene.matte : small_matte_)) return;
  if (whole) {
    solve(frame, *scene.background);
  } else {
    resize_area(frame, width_, height_, small_frame_);
    resize_area(*scene.background, width_, height_, small_background_);
    solve(small_frame_, small_background_);
  }
  enlarge(frame, picture);
}

}  // namespace

const RendererKind seamless_clone_renderer =
    make_kind<Renderer, SeamlessClone>("the person cloned in, shaded as the background at the border (Poisson)");

}  // namespace segme
