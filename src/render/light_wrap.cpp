// render/light_wrap: light of the background falls around the person's edge, as a lens and real light have it: what
// makes a composite look like one photograph. light = strength x blur((1 - matte) x background), and the picture
// becomes picture + matte x light x (1 - picture), in parts of white. Far from the edge and outside the person nothing
// changes.
#include <algorithm>
#include <cmath>

#include "base/resize.h"
#include "render/box_blur.h"
#include "render/kernels.h"
#include "render/kinds.h"

namespace segme {
namespace {

constexpr float kSigma = 3;  // of the blur at the size it is computed at: it can show nothing finer

class LightWrap final : public Renderer {
 public:
  static constexpr std::string_view kName = "light_wrap";
  struct Options {
    float width = 1.2F;
    float strength = 0.6F;
    void describe(auto& visit) {
      visit("width", width, "how far light comes in, in hundredths of the longer side", 0.1F, 20.0F);
      visit("strength", strength, "how much of the light", 0.0F, 2.0F);
    }
  };
  explicit LightWrap(const Options& options) : options_(options) {}
  [[nodiscard]] Role role() const override { return {.changes = true, .background = true}; }
  void draw(const Scene& scene, Image& picture) override;

 private:
  Options options_;
  Image small_, light_;
  Matte small_matte_;
  Buffer<float> planes_;
  BoxBlur box_blur_;
};

void LightWrap::draw(const Scene& scene, Image& picture) {
  SEGME_CHECK(picture.channels() == 3);
  const float shown_width = static_cast<float>(picture.width() * scene.frame.pixel_aspect);
  const float sigma = options_.width / 100 * std::max(shown_width, static_cast<float>(picture.height()));
  const float reduce = std::max(1.0F, sigma / kSigma);
  const int width = std::max(1, static_cast<int>(std::lround(shown_width / reduce)));
  const int height = std::max(1, static_cast<int>(std::lround(static_cast<float>(picture.height()) / reduce)));
  resize_area(*scene.background, width, height, small_);
  resize_matte(scene.matte, width, height, small_matte_);
  planes_.resize(small_matte_.size() * BoxBlur::kPlanes);
  float* planes = planes_.data();
  for (std::size_t i = 0; i < small_matte_.size(); ++i) {
    const float seen = options_.strength * (1 - small_matte_.data()[i]);
    for (std::size_t c = 0; c < 3; ++c) planes[4 * i + c] = seen * static_cast<float>(small_.data()[3 * i + c]);
    planes[4 * i + 3] = 0;
  }
  box_blur_.run(planes, width, height, std::max(0.1F, sigma / reduce));
  for (std::size_t i = 0; i < small_matte_.size(); ++i) {
    for (std::size_t c = 0; c < 3; ++c) {
      small_.data()[3 * i + c] = static_cast<std::uint8_t>(std::clamp(planes[4 * i + c] + 0.5F, 0.0F, 255.0F));
    }
  }
  resize_area(small_, picture.width(), picture.height(), light_);
  fast_render_kernels().screen(light_.data(), scene.matte.data(), scene.matte.size(), picture.data());
}

}  // namespace

const RendererKind light_wrap_renderer =
    make_kind<Renderer, LightWrap>("light of the background falls around the person's edge");

}  // namespace segme
