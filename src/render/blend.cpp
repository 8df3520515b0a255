// render/blend: row by row.
#include "render/blend.h"

#include "render/kernels.h"

namespace segme {

void blend(const Image& person, const Matte& matte, const Image& background, Image& picture) {
  SEGME_CHECK(person.channels() == 3 && background.channels() == 3);
  SEGME_CHECK(person.width() == matte.width() && person.height() == matte.height());
  SEGME_CHECK(person.width() == background.width() && person.height() == background.height());
  picture.resize(person.width(), person.height(), 3);
  const RenderKernels& kernels = fast_render_kernels();
  const auto width = static_cast<std::size_t>(person.width());
  for (int y = 0; y < person.height(); ++y) {
    kernels.blend(person.row(y), background.row(y), matte.row(y), width, picture.row(y));
  }
}

const Image& Composer::person(const Scene& scene, bool estimate) {
  if (!estimate) return scene.frame.image;
  estimator_.run(scene.frame.image, scene.matte, colours_);
  return colours_;
}

void Composer::run(const Scene& scene, bool estimate, Image& picture) {
  SEGME_CHECK(scene.background != nullptr);
  blend(person(scene, estimate), scene.matte, *scene.background, picture);
}

}  // namespace segme
