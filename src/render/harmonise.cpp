// render/harmonise: brings the person's light and colours to those of the scene: what a colourist would do last. A
// small net (render/harmony) looks at the colours of both and answers with a gain and a shift for each channel of Lab;
// they change the whole person alike, so nothing is painted and no edge appears.
#include <algorithm>
#include <cmath>

#include "render/harmony.h"
#include "render/kinds.h"
#include "render/lab_statistics.h"

namespace segme {
namespace {

constexpr double kSamples = 16384;  // pixels of the picture that the net looks at

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
  bool ask(const Image& picture, const Matte& matte, float scale[3], float offset[3]);
  Options options_;
  Image sampled_, changed_, blended_;  // the last two are rows
  Matte inside_, outside_;
  LabBuffer lab_;
  HarmonyRun run_{};
};

/// The change for this picture. Whether there is a person, and something else.
bool Harmonise::ask(const Image& picture, const Matte& matte, float scale[3], float offset[3]) {
  const double pixels = static_cast<double>(picture.width()) * picture.height();
  const int step = std::max(1, static_cast<int>(std::ceil(std::sqrt(pixels / kSamples))));
  const int columns = (picture.width() + step - 1) / step;
  const int rows = (picture.height() + step - 1) / step;
  sampled_.resize(columns, rows, 3);
  inside_.resize(columns, rows);
  outside_.resize(columns, rows);
  double share = 0;
  for (int v = 0; v < rows; ++v) {
    const int y = std::min(v * step + step / 2, picture.height() - 1);
    for (int u = 0; u < columns; ++u) {
      const int x = std::min(u * step + step / 2, picture.width() - 1);
      const float m = matte.row(y)[x];
      std::copy_n(picture.row(y) + static_cast<std::ptrdiff_t>(x) * 3, 3,
                  sampled_.row(v) + static_cast<std::ptrdiff_t>(u) * 3);
      inside_.row(v)[u] = m;
      outside_.row(v)[u] = 1 - m;
      share += static_cast<double>(m);
    }
  }
  share /= static_cast<double>(inside_.size());
  if (share < 1e-4 || share > 1 - 1e-4) return false;
  const LabRow lab = lab_.row(inside_.size());
  fast_render_kernels().to_lab(sampled_.data(), inside_.size(), lab);
  const Palette person = make_palette(lab, inside_.data(), inside_.size());
  const Palette background = make_palette(lab, outside_.data(), inside_.size());
  set_harmony_inputs(person, background, static_cast<float>(share), run_);
  run_harmony(harmony_weights(), run_);
  read_harmony(run_, person, options_.strength, scale, offset);
  return true;
}

void Harmonise::draw(const Scene& scene, Image& picture) {
  SEGME_CHECK(picture.channels() == 3);
  float scale[3], offset[3];
  if (!ask(picture, scene.matte, scale, offset)) return;
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
