// render/alpha: the person over the background, matte x person + (1 - matte) x background.
#include "render/blend.h"
#include "render/kinds.h"

namespace segme {
namespace {

class Alpha final : public Renderer {
 public:
  static constexpr std::string_view kName = "alpha";
  struct Options {
    bool estimate = true;
    void describe(auto& visit) { visit("estimate", estimate, "estimate the person's own colours at the edge"); }
  };
  explicit Alpha(const Options& options) : options_(options) {}
  void draw(const Scene& scene, Image& picture) override { composer_.run(scene, options_.estimate, picture); }
  [[nodiscard]] bool draws_planes() const override { return true; }
  void draw_planes(const Scene& scene, const StoredScene& stored, const Planes420<std::uint8_t>& picture) override {
    composer_.run(scene, stored, options_.estimate, picture);
  }
  void draw_deep(const Scene& scene, const StoredScene& stored, const DeepPlanes<std::uint16_t>& picture) override {
    composer_.run_deep(scene, stored, options_.estimate, picture);
  }
  [[nodiscard]] Role role() const override { return {.background = true}; }

 private:
  Options options_;
  Composer composer_;
};

}  // namespace

const RendererKind alpha_renderer = make_kind<Renderer, Alpha>("the person over the background, as it is");

}  // namespace segme
