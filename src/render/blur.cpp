// render/blur: the blurred original behind the person. The person's colours are kept out of the blur (each pixel counts
// as much as it is background), or a glow of them would surround the person. Three box blurs are nearly a Gaussian
// (Wells 1986); they run at a reduced size, which a strong blur cannot show.
#include <algorithm>
#include <cmath>
#include <vector>

#include "base/resize.h"
#include "render/kinds.h"

namespace segme {
namespace {

constexpr int kPlanes = 4;       // weight x R, G, B and weight
constexpr float kLeast = 1e-3F;  // weight of a pixel that is all person: inside, the frame's own blur remains

class Blur final : public Background {
 public:
  static constexpr std::string_view kName = "blur";
  struct Options {
    float strength = 2.0F;
    void describe(auto& visit) { visit("strength", strength, "radius in hundredths of the longer side", 0.1F, 20.0F); }
  };
  explicit Blur(const Options& options) : options_(options) {}
  const Image& draw(const Frame& frame, const Matte& matte) override;

 private:
  void box(int width, int height, int radius);
  Options options_;
  Image small_, blurred_, background_;
  Matte small_matte_;
  std::vector<float> planes_, scratch_;
};

/// One running-sum box blur along the rows of `from` into the columns of `to`: twice is both axes, and back upright.
void box_transposed(const float* from, float* to, int width, int height, int radius) {
  for (int y = 0; y < height; ++y) {
    const float* row = from + static_cast<std::size_t>(y) * static_cast<std::size_t>(width) * kPlanes;
    float sum[kPlanes] = {};
    const auto at = [&](int x) { return row + static_cast<std::size_t>(std::clamp(x, 0, width - 1)) * kPlanes; };
    for (int x = -radius; x <= radius; ++x) {
      for (int c = 0; c < kPlanes; ++c) sum[c] += at(x)[c];
    }
    const float scale = 1.0F / static_cast<float>(2 * radius + 1);
    for (int x = 0; x < width; ++x) {
      float* out =
          to + (static_cast<std::size_t>(x) * static_cast<std::size_t>(height) + static_cast<std::size_t>(y)) * kPlanes;
      for (int c = 0; c < kPlanes; ++c) {
        out[c] = sum[c] * scale;
        sum[c] += at(x + radius + 1)[c] - at(x - radius)[c];
      }
    }
  }
}

void Blur::box(int width, int height, int radius) {
  scratch_.resize(planes_.size());
  for (int round = 0; round < 3; ++round) {
    box_transposed(planes_.data(), scratch_.data(), width, height, radius);
    box_transposed(scratch_.data(), planes_.data(), height, width, radius);
  }
}

const Image& Blur::draw(const Frame& frame, const Matte& matte) {
  const int longest = std::max(frame.image.width(), frame.image.height());
  const float sigma = options_.strength / 100 * static_cast<float>(longest);
  // At a sixth of sigma a pixel the reduced picture loses nothing that the blur would keep.
  const float reduce = std::max(1.0F, sigma / 6);
  const int width = std::max(1, static_cast<int>(std::lround(static_cast<float>(frame.image.width()) / reduce)));
  const int height = std::max(1, static_cast<int>(std::lround(static_cast<float>(frame.image.height()) / reduce)));
  resize_area(frame.image, width, height, small_);
  resize_matte(matte, width, height, small_matte_);
  planes_.resize(small_matte_.size() * kPlanes);
  for (std::size_t i = 0; i < small_matte_.size(); ++i) {
    const float weight = std::max(1 - small_matte_.data()[i], kLeast);
    for (std::size_t c = 0; c < 3; ++c)
      planes_[i * kPlanes + c] = weight * static_cast<float>(small_.data()[i * 3 + c]);
    planes_[i * kPlanes + 3] = weight;
  }
  const float small_sigma = sigma / reduce;
  box(width, height,
      std::max(1, static_cast<int>(std::lround((std::sqrt(4 * small_sigma * small_sigma + 1) - 1) / 2))));
  blurred_.resize(width, height, 3);
  for (std::size_t i = 0; i < small_matte_.size(); ++i) {
    for (std::size_t c = 0; c < 3; ++c) {
      const float value = planes_[i * kPlanes + c] / planes_[i * kPlanes + 3];
      blurred_.data()[i * 3 + c] = static_cast<std::uint8_t>(std::clamp(value + 0.5F, 0.0F, 255.0F));
    }
  }
  resize_area(blurred_, frame.image.width(), frame.image.height(), background_);
  return background_;
}

}  // namespace

const BackgroundKind blur_background =
    make_kind<Background, Blur>("the original, blurred, without the person's colours");

}  // namespace segme
