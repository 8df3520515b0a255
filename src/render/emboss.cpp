// render/emboss: as if lit from the lower right: each pixel becomes itself plus `strength` times what is to its right
// and below minus what is to its left and above (corners count twice).
#include <algorithm>

#include "render/kinds.h"

namespace segme {
namespace {

class Emboss final : public Renderer {
 public:
  static constexpr std::string_view kName = "emboss";
  struct Options {
    float strength = 1.0F;
    void describe(auto& visit) { visit("strength", strength, "how deep", 0.0F, 4.0F); }
  };
  explicit Emboss(const Options& options) : options_(options) {}
  [[nodiscard]] Role role() const override { return {.changes = true}; }
  void draw(const Scene&, Image& picture) override;

 private:
  Options options_;
  Image before_;
};

void Emboss::draw(const Scene&, Image& picture) {
  before_ = picture;
  const int channels = picture.channels();
  const int width = picture.width();
  for (int y = 0; y < picture.height(); ++y) {
    const std::uint8_t* above = before_.row(std::max(0, y - 1));
    const std::uint8_t* here = before_.row(y);
    const std::uint8_t* below = before_.row(std::min(y + 1, picture.height() - 1));
    std::uint8_t* out = picture.row(y);
    for (int x = 0; x < width; ++x) {
      const int left = std::max(0, x - 1) * channels;
      const int right = std::min(x + 1, width - 1) * channels;
      for (int c = 0; c < 3; ++c) {
        const int at = x * channels + c;
        const int slope =
            2 * (below[right + c] - above[left + c]) + below[at] - above[at] + here[right + c] - here[left + c];
        const float value = static_cast<float>(here[at]) + options_.strength * static_cast<float>(slope);
        out[at] = static_cast<std::uint8_t>(std::clamp(value + 0.5F, 0.0F, 255.0F));
      }
    }
  }
}

}  // namespace

const RendererKind emboss_renderer = make_kind<Renderer, Emboss>("edges raised, as in stamped metal");

}  // namespace segme
