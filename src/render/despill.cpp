// render/despill: takes the old background's colour off the person's edge: walls and green screens shine back on
// shoulders and hair, also where the matte is 1 and foreground estimation has nothing to say. The tint of what was
// behind is measured nearby (the frame without the person, blurred); of a pixel's own tint the part that points the
// same way is taken away, as far as the pixel is near the edge:
//   c <- c - strength x matte x nearness x spill x direction,   tint(c) = c - its luma,
//   spill = <tint(c), direction>, between 0 and half of the tint of what was behind: no wall gives more than that.
#include <algorithm>
#include <cmath>

#include "base/resize.h"
#include "render/box_blur.h"
#include "render/kinds.h"

namespace segme {
namespace {

constexpr float kSigma = 4;    // of the blur at the size it is computed at
constexpr float kPale = 20;    // a background with less tint than this spills nothing that is seen ...
constexpr float kStrong = 40;  // ... and from this on it counts fully
constexpr float kMost = 0.5F;  // of the background's tint
constexpr float kLuma[3] = {0.299F, 0.587F, 0.114F};

float luma(const float* c) { return kLuma[0] * c[0] + kLuma[1] * c[1] + kLuma[2] * c[2]; }

class Despill final : public Renderer {
 public:
  static constexpr std::string_view kName = "despill";
  struct Options {
    float width = 1.5F;
    float strength = 0.8F;
    void describe(auto& visit) {
      visit("width", width, "how far the spill reaches into the person, in hundredths of the longer side", 0.1F, 20.0F);
      visit("strength", strength, "how much of it is taken away", 0.0F, 1.0F);
    }
  };
  explicit Despill(const Options& options) : options_(options) {}
  [[nodiscard]] Role role() const override { return {.changes = true}; }
  void draw(const Scene& scene, Image& picture) override;

 private:
  void measure(const Scene& scene);
  Options options_;
  Image small_;
  Matte small_matte_, nearness_, large_nearness_, most_, large_most_;
  Image direction_, large_direction_;  ///< 128 + 127 x direction of the tint
  Buffer<float> planes_;
  BoxBlur box_blur_;
};

/// The old background's tint, and how near the edge is, at a small size.
void Despill::measure(const Scene& scene) {
  const Image& frame = scene.frame.image;
  const float sigma = options_.width / 100 * static_cast<float>(std::max(frame.width(), frame.height()));
  const float reduce = std::max(1.0F, sigma / kSigma);
  const int width = std::max(1, static_cast<int>(std::lround(static_cast<float>(frame.width()) / reduce)));
  const int height = std::max(1, static_cast<int>(std::lround(static_cast<float>(frame.height()) / reduce)));
  resize_area(frame, width, height, small_);
  resize_matte(scene.matte, width, height, small_matte_);
  planes_.resize(small_matte_.size() * 4);
  float* planes = planes_.data();
  for (std::size_t i = 0; i < small_matte_.size(); ++i) {
    const float behind = 1 - small_matte_.data()[i];
    for (std::size_t c = 0; c < 3; ++c) planes[4 * i + c] = behind * static_cast<float>(small_.data()[3 * i + c]);
    planes[4 * i + 3] = behind;
  }
  box_blur_.run(planes, width, height, std::max(0.1F, sigma / reduce));
  direction_.resize(width, height, 3);
  nearness_.resize(width, height);
  most_.resize(width, height);
  for (std::size_t i = 0; i < small_matte_.size(); ++i, planes += 4) {
    const float behind = std::max(planes[3], 1e-3F);
    const float colour[3] = {planes[0] / behind, planes[1] / behind, planes[2] / behind};
    const float grey = luma(colour);
    const float tint[3] = {colour[0] - grey, colour[1] - grey, colour[2] - grey};
    const float length = std::sqrt(tint[0] * tint[0] + tint[1] * tint[1] + tint[2] * tint[2]);
    // Half of what is around is background on a straight edge: there it counts fully.
    const float coloured = std::clamp((length - kPale) / (kStrong - kPale), 0.0F, 1.0F);
    nearness_.data()[i] = coloured * std::min(1.0F, 2 * planes[3]);
    most_.data()[i] = kMost * length;
    for (std::size_t c = 0; c < 3; ++c) {
      const float along = length > 0 ? tint[c] / length : 0.0F;
      direction_.data()[3 * i + c] = static_cast<std::uint8_t>(std::clamp(128.5F + 127 * along, 0.0F, 255.0F));
    }
  }
}

void Despill::draw(const Scene& scene, Image& picture) {
  measure(scene);
  resize_area(direction_, picture.width(), picture.height(), large_direction_);
  resize_matte(nearness_, picture.width(), picture.height(), large_nearness_);
  resize_matte(most_, picture.width(), picture.height(), large_most_);
  const auto step = static_cast<std::size_t>(picture.channels());
  for (std::size_t i = 0; i < scene.matte.size(); ++i) {
    const float amount = options_.strength * scene.matte.data()[i] * large_nearness_.data()[i];
    if (amount <= 0) continue;
    std::uint8_t* pixel = picture.data() + i * step;
    const float colour[3] = {static_cast<float>(pixel[0]), static_cast<float>(pixel[1]), static_cast<float>(pixel[2])};
    const float grey = luma(colour);
    float along = 0, direction[3];
    for (std::size_t c = 0; c < 3; ++c) {
      direction[c] = (static_cast<float>(large_direction_.data()[3 * i + c]) - 128) / 127;
      along += (colour[c] - grey) * direction[c];
    }
    if (along <= 0) continue;
    along = std::min(along, large_most_.data()[i]);
    for (std::size_t c = 0; c < 3; ++c) {
      const float value = colour[c] - amount * along * direction[c];
      pixel[c] = static_cast<std::uint8_t>(std::clamp(value + 0.5F, 0.0F, 255.0F));
    }
  }
}

}  // namespace

const RendererKind despill_renderer =
    make_kind<Renderer, Despill>("takes the old background's tint off the person's edge");

}  // namespace segme
