// render/colour_transfer: gives the person the mean and the spread of the background's colours, channel by channel in
// Lab: x <- (x - mean of the frame) x ratio + mean of the background (Reinhard et al. 2001, "Color Transfer between
// Images"). The paper's ratio is spread of the background / spread of the frame; a widely copied tutorial has it upside
// down, and so has the reference system: both are here. Where a spread is 0 (a flat wall) the ratio is 1.
#include <algorithm>
#include <cmath>

#include "render/blend.h"
#include "render/kernels.h"
#include "render/kinds.h"
#include "render/lab_statistics.h"

namespace segme {
namespace {

constexpr double kFlat = 1e-3;  // a spread of Lab that is none: less than any picture of 8 bits can show

class ColourTransfer final : public Renderer {
 public:
  static constexpr std::string_view kName = "colour_transfer";
  enum class Of { person, frame };
  enum class Ratio { paper, reference };
  struct Options {
    Of of = Of::person;
    Ratio ratio = Ratio::paper;
    float strength = 0.7F;
    float limit = 1.5F;
    bool estimate = true;
    void describe(auto& visit) {
      visit("of", of, "where the mean and spread are measured", "person|frame");
      visit("ratio", ratio, "paper: background's spread / person's; reference: the other way", "paper|reference");
      visit("strength", strength, "how far the colours go, 1 = all the way", 0.0F, 1.0F);
      visit("limit", limit, "the ratio is held between 1 / limit and limit", 1.0F, 1000.0F);
      visit("estimate", estimate, "estimate the person's own colours at the edge");
    }
  };
  explicit ColourTransfer(const Options& options) : options_(options) {}
  [[nodiscard]] Role role() const override { return {.background = true}; }
  void draw(const Scene& scene, Image& picture) override;

 private:
  Options options_;
  Composer composer_;
  Image transferred_;
  LabMeasurer measurer_;
  LabBuffer lab_;
};

void ColourTransfer::draw(const Scene& scene, Image& picture) {
  const Image& person = composer_.person(scene, options_.estimate);
  const LabStatistics of = measurer_.measure(scene.frame.person(), options_.of == Of::person ? &scene.matte : nullptr);
  const LabStatistics to = measurer_.measure(*scene.background, nullptr);
  float scale[3], offset[3];
  const auto strength = static_cast<double>(options_.strength);
  const auto limit = static_cast<double>(options_.limit);
  for (std::size_t c = 0; c < 3; ++c) {
    const bool flat = of.spread[c] < kFlat || to.spread[c] < kFlat;
    const double over = options_.ratio == Ratio::paper ? to.spread[c] : of.spread[c];
    const double under = options_.ratio == Ratio::paper ? of.spread[c] : to.spread[c];
    const double ratio = flat ? 1.0 : std::clamp(over / under, 1 / limit, limit);
    scale[c] = static_cast<float>(1 + strength * (ratio - 1));
    offset[c] = static_cast<float>(strength * (to.mean[c] - ratio * of.mean[c]));
  }
  const RenderKernels& kernels = fast_render_kernels();
  transferred_.resize(person.width(), 1, 3);
  picture.resize(person.width(), person.height(), 3);
  const auto width = static_cast<std::size_t>(person.width());
  for (int y = 0; y < person.height(); ++y) {
    const float* matte = scene.matte.row(y);
    // Only from the first to the last pixel with something of the person: the others are not seen.
    const auto first =
        static_cast<std::size_t>(std::find_if(matte, matte + width, [](float m) { return m > 0; }) - matte);
    std::size_t last = width;
    while (last > first && matte[last - 1] <= 0) --last;
    const LabRow row = lab_.row(width);
    kernels.to_lab(person.row(y) + 3 * first, last - first, row);
    kernels.from_lab(row, scale, offset, last - first, transferred_.data() + 3 * first);
    std::copy_n(scene.background->row(y), 3 * first, transferred_.data());
    std::copy_n(scene.background->row(y) + 3 * last, 3 * (width - last), transferred_.data() + 3 * last);
    kernels.blend(transferred_.data(), scene.background->row(y), matte, width, picture.row(y));
  }
}

}  // namespace

const RendererKind colour_transfer_renderer =
    make_kind<Renderer, ColourTransfer>("the person in the colours of the background");

}  // namespace segme
