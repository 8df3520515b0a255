// render/overlay: the frame with the matte painted over it, frame + strength x matte x colour, saturating: shows what
// the net takes for the person.
#include "render/kernels.h"
#include "render/kinds.h"
#include "render/named_colour.h"

namespace segme {
namespace {

class Overlay final : public Renderer {
 public:
  static constexpr std::string_view kName = "overlay";
  struct Options {
    std::string colour = "#7f0000";  // a red that leaves the frame to be seen below it
    float strength = 0.9F;
    void describe(auto& visit) {
      visit("colour", colour, "#rrggbb or a name", "");
      visit("strength", strength, "how much of it is added", 0.0F, 2.0F);
    }
  };
  explicit Overlay(const Options& options) {
    const auto colour = parse_colour(options.colour);
    for (std::size_t c = 0; c < 3; ++c) added_[c] = options.strength * static_cast<float>(colour[c]);
  }
  void draw(const Scene& scene, Image& picture) override {
    const Image& frame = scene.frame.image;
    picture.resize(frame.width(), frame.height(), 3);
    fast_render_kernels().overlay(frame.data(), scene.matte.data(), added_, scene.matte.size(), picture.data());
  }

 private:
  float added_[3] = {};
};

}  // namespace

const RendererKind overlay_renderer = make_kind<Renderer, Overlay>("the frame, with the person painted red");

}  // namespace segme
