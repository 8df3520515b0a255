// render/smooth_step: the person over the background through a firmer matte: t * t * (3 - 2 * t) with t = (m - low) /
// (high - low), clipped to 0..1. With low under a half the edge moves outwards, which hides a matte that is too tight.
#include "render/blend.h"
#include "render/kernels.h"
#include "render/kinds.h"

namespace segme {
namespace {

class SmoothStep final : public Renderer {
 public:
  static constexpr std::string_view kName = "smooth_step";
  struct Options {
    float low = 0.3F;
    float high = 0.5F;
    bool estimate = true;
    void describe(auto& visit) {
      visit("low", low, "matte values up to this become 0", 0.0F, 1.0F);
      visit("high", high, "values from this on become 1; must be more than low", 0.0F, 1.0F);
      visit("estimate", estimate, "estimate the person's own colours at the edge");
    }
  };
  explicit SmoothStep(const Options& options) : options_(options) {
    if (!(options.low < options.high)) {
      throw Error(ExitCode::usage, "smooth_step: low is not less than high. Give for example low=0.3,high=0.5.");
    }
  }
  [[nodiscard]] Role role() const override { return {.background = true}; }
  void draw(const Scene& scene, Image& picture) override {
    firm_.resize(scene.matte.width(), scene.matte.height());
    fast_render_kernels().smooth_step(scene.matte.data(), options_.low, options_.high - options_.low, firm_.size(),
                                      firm_.data());
    composer_.run({scene.frame, firm_, scene.background}, options_.estimate, picture);
  }

 private:
  Options options_;
  Matte firm_;
  Composer composer_;
};

}  // namespace

const RendererKind smooth_step_renderer =
    make_kind<Renderer, SmoothStep>("the person over the background, with a firmer edge");

}  // namespace segme
