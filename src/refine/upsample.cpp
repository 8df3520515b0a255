// refine/upsample: the matte at the frame's size by interpolation alone. Soft values stay soft: what is enlarged is
// never a thresholded matte, so there is no staircase. Knows nothing of the frame's edges; guided does.
#include <algorithm>
#include <cmath>

#include "base/resize.h"
#include "refine/kinds.h"

namespace segme {
namespace {

/// One axis of a cubic enlargement: for each output sample its first source sample (may lie outside) and four weights.
struct CubicAxis {
  Buffer<int> first;
  Buffer<float> weights;
  void set(int from, int to) {
    first.resize(static_cast<std::size_t>(to));
    weights.resize(static_cast<std::size_t>(to) * 4);
    for (int i = 0; i < to; ++i) {
      const double at = (i + 0.5) * from / to - 0.5;  // half-pixel centres
      const double whole = std::floor(at);
      const auto t = static_cast<float>(at - whole);
      float* w = weights.data() + static_cast<std::ptrdiff_t>(i) * 4;
      first.data()[i] = static_cast<int>(whole) - 1;
      // Catmull-Rom: goes through the samples, and is smooth.
      w[0] = t * (-0.5F + t * (1 - 0.5F * t));
      w[1] = 1 + t * t * (-2.5F + 1.5F * t);
      w[2] = t * (0.5F + t * (2 - 1.5F * t));
      w[3] = t * t * (-0.5F + 0.5F * t);
    }
  }
};

class Upsample final : public Refiner {
 public:
  static constexpr std::string_view kName = "upsample";
  enum class Method { bilinear, cubic };
  struct Options {
    Method method = Method::bilinear;
    void describe(auto& visit) { visit("method", method, "cubic is smoother, and slower", "bilinear|cubic"); }
  };
  explicit Upsample(const Options& options) : options_(options) {}

  void refine(const Frame& frame, Matte& matte) override {
    const int width = frame.image.width();
    const int height = frame.image.height();
    if (matte.width() == width && matte.height() == height) return;
    const bool enlarges = matte.width() <= width && matte.height() <= height;
    coarse_ = matte;  // the small one is copied, so that there is only one large one
    if (options_.method == Method::cubic && enlarges) {
      cubic(width, height, matte);
    } else {
      resize_matte(coarse_, width, height, matte);
      for (std::size_t i = 0; i < matte.size(); ++i) matte.data()[i] = std::min(1.0F, std::max(0.0F, matte.data()[i]));
    }
  }

 private:
  void cubic(int width, int height, Matte& matte);
  Options options_;
  Matte coarse_;
  CubicAxis across_, down_;
  Buffer<float> line_;
};

void Upsample::cubic(int width, int height, Matte& matte) {
  const int from_width = coarse_.width();
  across_.set(from_width, width);
  down_.set(coarse_.height(), height);
  line_.resize(static_cast<std::size_t>(from_width));
  matte.resize(width, height);
  for (int y = 0; y < height; ++y) {
    const float* w = down_.weights.data() + static_cast<std::ptrdiff_t>(y) * 4;
    const auto row = [&](int k) { return coarse_.row(std::clamp(down_.first.data()[y] + k, 0, coarse_.height() - 1)); };
    const float* rows[4] = {row(0), row(1), row(2), row(3)};
    for (int x = 0; x < from_width; ++x) {
      line_.data()[x] = w[0] * rows[0][x] + w[1] * rows[1][x] + w[2] * rows[2][x] + w[3] * rows[3][x];
    }
    for (int x = 0; x < width; ++x) {
      const float* v = across_.weights.data() + static_cast<std::ptrdiff_t>(x) * 4;
      float sum = 0;
      for (int k = 0; k < 4; ++k) {
        sum += v[k] * line_.data()[std::clamp(across_.first.data()[x] + k, 0, from_width - 1)];
      }
      matte.row(y)[x] = std::min(1.0F, std::max(0.0F, sum));  // a cubic overshoots at edges
    }
  }
}

}  // namespace

extern constexpr RefinerKind upsample_refiner =
    make_kind<Refiner, Upsample>("enlarges the matte to the frame's size and ignores the frame's edges");

}  // namespace segme
