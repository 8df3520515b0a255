// render/cutout: the person alone, on nothing: straight alpha, the person's own colours at the edge.
#include "render/cutout.h"

#include "render/kinds.h"

namespace segme {

void Cutout::draw(const Scene& scene, Image& picture) {
  const Image& frame = scene.frame.person();
  const Image* colours = &frame;
  if (options_.estimate) {
    estimator_.run(frame, scene.matte, colours_);
    keep_stored_colours(scene.frame, colours_);
    colours = &colours_;
  }
  picture.resize(frame.width(), frame.height(), 4);
  for (int y = 0; y < picture.height(); ++y) {
    const std::uint8_t* from = colours->row(y);
    const float* alpha = scene.matte.row(y);
    std::uint8_t* to = picture.row(y);
    for (int x = 0; x < picture.width(); ++x, from += 3, to += 4) {
      const std::uint8_t a = static_cast<std::uint8_t>(alpha[x] * 255 + 0.5F);
      // What cannot be seen is black: it compresses to nothing, and tells nothing of the old background.
      for (int c = 0; c < 3; ++c) to[c] = a == 0 ? std::uint8_t{0} : from[c];
      to[3] = a;
    }
  }
}

const RendererKind cutout_renderer = make_kind<Renderer, Cutout>("the person alone, with straight alpha");

}  // namespace segme
