// render/matte_view: the matte itself as a grey picture, white = person.
#include "render/kinds.h"

namespace segme {
namespace {

class MatteView final : public Renderer {
 public:
  static constexpr std::string_view kName = "matte_view";
  struct Options {
    void describe(auto&) {}
  };
  explicit MatteView(const Options&) {}
  [[nodiscard]] Role role() const override { return {.last = true}; }
  void draw(const Scene& scene, Image& picture) override {
    const Matte& matte = scene.matte;
    picture.resize(matte.width(), matte.height(), 1);
    for (std::size_t i = 0; i < matte.size(); ++i) {
      picture.data()[i] = static_cast<std::uint8_t>(matte.data()[i] * 255 + 0.5F);
    }
  }
};

}  // namespace

const RendererKind matte_view_renderer = make_kind<Renderer, MatteView>("the matte as a grey picture");

}  // namespace segme
