// render/blend: one plain loop that the compiler turns into SIMD.
#include "render/blend.h"

namespace segme {

void blend(const Image& person, const Matte& matte, const Image& background, Image& picture) {
  SEGME_CHECK(person.channels() == 3 && background.channels() == 3);
  SEGME_CHECK(person.width() == matte.width() && person.height() == matte.height());
  SEGME_CHECK(person.width() == background.width() && person.height() == background.height());
  picture.resize(person.width(), person.height(), 3);
  for (int y = 0; y < person.height(); ++y) {
    const float* alpha = matte.row(y);
    const std::uint8_t* front = person.row(y);
    const std::uint8_t* back = background.row(y);
    std::uint8_t* out = picture.row(y);
    for (int x = 0; x < person.width(); ++x) {
      const float a = alpha[x];
      for (int c = 3 * x; c < 3 * x + 3; ++c) {
        const float f = static_cast<float>(front[c]);
        const float b = static_cast<float>(back[c]);
        out[c] = static_cast<std::uint8_t>(b + a * (f - b) + 0.5F);
      }
    }
  }
}

void Composer::run(const Scene& scene, bool estimate, Image& picture) {
  SEGME_CHECK(scene.background != nullptr);
  if (estimate) {
    estimator_.run(scene.frame.image, scene.matte, colours_);
    blend(colours_, scene.matte, *scene.background, picture);
  } else {
    blend(scene.frame.image, scene.matte, *scene.background, picture);
  }
}

}  // namespace segme
