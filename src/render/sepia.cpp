// render/sepia: the brown of old photographs: a mix of the three channels for each (the matrix that browsers use too),
// towards which the picture goes by `strength`.
#include <algorithm>
#include <array>

#include "render/kinds.h"

namespace segme {
namespace {

constexpr std::array<std::array<float, 3>, 3> kBrown{
    {{0.393F, 0.769F, 0.189F}, {0.349F, 0.686F, 0.168F}, {0.272F, 0.534F, 0.131F}}};

class Sepia final : public Renderer {
 public:
  static constexpr std::string_view kName = "sepia";
  struct Options {
    float strength = 1.0F;
    void describe(auto& visit) { visit("strength", strength, "0 leaves the picture, 1 is all brown", 0.0F, 1.0F); }
  };
  explicit Sepia(const Options& options) {
    for (std::size_t i = 0; i < 3; ++i) {
      for (std::size_t k = 0; k < 3; ++k) {
        mix_[i][k] = options.strength * kBrown[i][k] + (i == k ? 1 - options.strength : 0);
      }
    }
  }
  [[nodiscard]] Role role() const override { return {.changes = true}; }
  void draw(const Scene&, Image& picture) override {
    const auto step = static_cast<std::size_t>(picture.channels());
    for (std::size_t at = 0; at < picture.size(); at += step) {
      std::uint8_t* pixel = picture.data() + at;
      const float r = pixel[0], g = pixel[1], b = pixel[2];
      for (std::size_t c = 0; c < 3; ++c) {
        pixel[c] = static_cast<std::uint8_t>(std::min(255.0F, mix_[c][0] * r + mix_[c][1] * g + mix_[c][2] * b + 0.5F));
      }
    }
  }

 private:
  std::array<std::array<float, 3>, 3> mix_{};
};

}  // namespace

const RendererKind sepia_renderer = make_kind<Renderer, Sepia>("the brown of old photographs");

}  // namespace segme
