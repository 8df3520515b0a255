// render/blur: the blurred original behind the person. The person's colours are kept out of the blur (each pixel counts
// as much as it is background), or a glow of them would surround the person. It runs at a reduced
// size, which a strong blur does not show.
#include <algorithm>
#include <cmath>

#include "base/resize.h"
#include "render/box_blur.h"
#include "render/kinds.h"

namespace segme {
namespace {

constexpr std::size_t kPlanes = BoxBlur::kPlanes;  // weight x R, G, B and weight
// In pixels of the reduced picture. Boxes of radius 3 are exactly as wide; between two pixels of a blur of this width
// the straight line is at most 0.7 of 255 off.
constexpr float kReducedSigma = 3.4641016F;  // sqrt(12)
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
  Options options_;
  Image small_, blurred_, background_;
  Matte small_matte_;
  Buffer<float> planes_;
  BoxBlur box_blur_;
};

const Image& Blur::draw(const Frame& frame, const Matte& matte) {
  // As it is shown, with pixels as wide as they are high.
  const float shown_width = static_cast<float>(frame.image.width() * frame.pixel_aspect);
  const float sigma = options_.strength / 100 * std::max(shown_width, static_cast<float>(frame.image.height()));
  const float reduce = std::max(1.0F, sigma / kReducedSigma);
  const int width = std::max(1, static_cast<int>(std::lround(shown_width / reduce)));
  const int height = std::max(1, static_cast<int>(std::lround(static_cast<float>(frame.image.height()) / reduce)));
  resize_area(frame.image, width, height, small_);
  resize_matte(matte, width, height, small_matte_);
  planes_.resize(small_matte_.size() * kPlanes);
  float* planes = planes_.data();
  for (std::size_t i = 0; i < small_matte_.size(); ++i) {
    const float weight = std::max(1 - small_matte_.data()[i], kLeast);
    for (std::size_t c = 0; c < 3; ++c) planes[i * kPlanes + c] = weight * static_cast<float>(small_.data()[i * 3 + c]);
    planes[i * kPlanes + 3] = weight;
  }
  box_blur_.run(planes, width, height, sigma / reduce);
  blurred_.resize(width, height, 3);
  for (std::size_t i = 0; i < small_matte_.size(); ++i) {
    const float scale = 1 / planes[i * kPlanes + 3];
    for (std::size_t c = 0; c < 3; ++c) {
      const float value = planes[i * kPlanes + c] * scale;
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
