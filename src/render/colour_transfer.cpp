// render/colour_transfer: gives the person the mean and the spread of the background's colours, channel by channel in
// Lab: x <- (x - mean of the frame) x ratio + mean of the background (Reinhard et al. 2001, "Color Transfer between
// Images"). The paper's ratio is spread of the background / spread of the frame; a widely copied tutorial has it upside
// down, and so has the reference system: both are here. Where a spread is 0 (a flat wall) the ratio is 1.
#include <algorithm>
#include <cmath>

#include "render/blend.h"
#include "render/kernels.h"
#include "render/kinds.h"

namespace segme {
namespace {

constexpr double kFlat = 1e-3;               // a spread of Lab that is none: less than any picture of 8 bits can show
constexpr std::size_t kSamples = 1U << 16U;  // pixels that are enough for a mean and a spread

struct Statistics {
  double mean[3] = {};
  double spread[3] = {};
};

class ColourTransfer final : public Renderer {
 public:
  static constexpr std::string_view kName = "colour_transfer";
  struct Options {
    std::string of = "person";
    std::string ratio = "paper";
    float strength = 0.7F;
    float limit = 1.5F;
    bool estimate = true;
    void describe(auto& visit) {
      visit("of", of, "whose mean and spread are taken for the person's", "person|frame");
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
  Statistics measure(const Image& image, const Matte* weights);
  LabRow lab_row(int width);
  Options options_;
  Composer composer_;
  Image transferred_, sampled_;
  Buffer<float> lab_, sampled_weights_;
};

LabRow ColourTransfer::lab_row(int width) {
  const auto pixels = static_cast<std::size_t>(width);
  lab_.resize(3 * pixels);
  return {lab_.data(), lab_.data() + pixels, lab_.data() + 2 * pixels};
}

/// Mean and spread of the pixels, or of an even sample of a large picture; each counts as much as its weight.
Statistics ColourTransfer::measure(const Image& image, const Matte* weights) {
  const std::size_t pixels = static_cast<std::size_t>(image.width()) * static_cast<std::size_t>(image.height());
  const auto step = static_cast<int>(std::ceil(std::sqrt(static_cast<double>(pixels) / kSamples)));
  const int columns = (image.width() + step - 1) / step;
  sampled_.resize(columns, 1, 3);
  sampled_weights_.resize(static_cast<std::size_t>(columns));
  const LabRow row = lab_row(columns);
  const float* planes[3] = {row.lightness, row.a, row.b};
  double weight_sum = 0, sum[3] = {}, squares[3] = {};
  for (int y = step / 2; y < image.height(); y += step) {
    for (int i = 0; i < columns; ++i) {
      const int x = std::min(i * step + step / 2, image.width() - 1);
      std::copy_n(image.row(y) + 3 * x, 3, sampled_.data() + 3 * i);
      sampled_weights_.data()[i] = weights != nullptr ? weights->row(y)[x] : 1.0F;
    }
    fast_render_kernels().to_lab(sampled_.data(), static_cast<std::size_t>(columns), row);
    for (int i = 0; i < columns; ++i) {
      const auto weight = static_cast<double>(sampled_weights_.data()[i]);
      weight_sum += weight;
      for (std::size_t c = 0; c < 3; ++c) {
        const auto value = static_cast<double>(planes[c][i]);
        sum[c] += weight * value;
        squares[c] += weight * value * value;
      }
    }
  }
  Statistics result;
  if (weight_sum <= 0) return result;  // nobody is there
  for (std::size_t c = 0; c < 3; ++c) {
    result.mean[c] = sum[c] / weight_sum;
    result.spread[c] = std::sqrt(std::max(0.0, squares[c] / weight_sum - result.mean[c] * result.mean[c]));
  }
  return result;
}

void ColourTransfer::draw(const Scene& scene, Image& picture) {
  const Image& person = composer_.person(scene, options_.estimate);
  const Statistics of = measure(scene.frame.image, options_.of == "person" ? &scene.matte : nullptr);
  const Statistics to = measure(*scene.background, nullptr);
  float scale[3], offset[3];
  const auto strength = static_cast<double>(options_.strength);
  const auto limit = static_cast<double>(options_.limit);
  for (std::size_t c = 0; c < 3; ++c) {
    const bool flat = of.spread[c] < kFlat || to.spread[c] < kFlat;
    const double over = options_.ratio == "paper" ? to.spread[c] : of.spread[c];
    const double under = options_.ratio == "paper" ? of.spread[c] : to.spread[c];
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
    const LabRow row = lab_row(person.width());
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
