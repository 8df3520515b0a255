// render/harmonise: brings the person's light and colours to those of the scene, gently: what a colourist would do
// last. It looks at both in Lab and goes a part of the way from the person's mean and spread to the background's: far
// enough to sit in the scene, not so far that skin takes the colour of grass.
#include <algorithm>
#include <cmath>

#include "render/kernels.h"
#include "render/kinds.h"
#include "render/lab_statistics.h"

namespace segme {
namespace {

// Parts of the way, found by tools/harmony.sh's figures in docs/benchmarks.md.
constexpr double kMeanPart[3] = {0.35, 0.35, 0.35};
constexpr double kSpreadPart[3] = {0.3, 0.3, 0.3};
constexpr double kMostRatio = 1.3;

class Harmonise final : public Renderer {
 public:
  static constexpr std::string_view kName = "harmonise";
  struct Options {
    float strength = 1.0F;
    void describe(auto& visit) { visit("strength", strength, "how far the colours go", 0.0F, 2.0F); }
  };
  explicit Harmonise(const Options& options) : options_(options) {}
  [[nodiscard]] Role role() const override { return {.changes = true, .background = true}; }
  void draw(const Scene& scene, Image& picture) override;

 private:
  Options options_;
  LabMeasurer measurer_;
  LabBuffer lab_;
  Image changed_, blended_;  // a row
};

void Harmonise::draw(const Scene& scene, Image& picture) {
  SEGME_CHECK(picture.channels() == 3);
  const LabStatistics person = measurer_.measure(picture, &scene.matte);
  if (person.weight <= 0) return;
  const LabStatistics background = measurer_.measure(*scene.background, nullptr);
  const auto strength = static_cast<double>(options_.strength);
  float scale[3], offset[3];
  for (std::size_t c = 0; c < 3; ++c) {
    const bool flat = person.spread[c] < 1 || background.spread[c] < 1;
    const double ratio = flat ? 1.0 : std::clamp(background.spread[c] / person.spread[c], 1 / kMostRatio, kMostRatio);
    const double gain = 1 + strength * kSpreadPart[c] * (ratio - 1);
    const double mean = person.mean[c] + strength * kMeanPart[c] * (background.mean[c] - person.mean[c]);
    scale[c] = static_cast<float>(gain);
    offset[c] = static_cast<float>(mean - gain * person.mean[c]);
  }
  const RenderKernels& kernels = fast_render_kernels();
  const auto width = static_cast<std::size_t>(picture.width());
  changed_.resize(picture.width(), 1, 3);
  blended_.resize(picture.width(), 1, 3);
  const LabRow row = lab_.row(width);
  for (int y = 0; y < picture.height(); ++y) {
    const float* matte = scene.matte.row(y);
    if (std::all_of(matte, matte + width, [](float m) { return m <= 0; })) continue;
    kernels.to_lab(picture.row(y), width, row);
    kernels.from_lab(row, scale, offset, width, changed_.data());
    kernels.blend(changed_.data(), picture.row(y), matte, width, blended_.data());
    std::copy_n(blended_.data(), 3 * width, picture.row(y));
  }
}

}  // namespace

const RendererKind harmonise_renderer =
    make_kind<Renderer, Harmonise>("brings the person's light and colours to those of the scene");

}  // namespace segme
