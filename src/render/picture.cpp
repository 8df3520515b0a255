// render/picture: the background is laid out once a frame size, then only blended.
#include "render/picture.h"

#include "render/kinds.h"
#include "render/lay_out.h"

namespace segme {

Picture::Picture(const Options& options) : options_(options) {
  throw Error(ExitCode::usage, "the renderer 'picture' needs a file. Give --background FILE.");
}

Picture::Picture(Image background, const std::string& fit) : background_(std::move(background)) {
  options_.fit = fit;
  SEGME_CHECK(background_.channels() == 3 && !background_.empty());
}

void Picture::render(const Frame& frame, const Matte& matte, Image& picture) {
  if (laid_out_.width() != frame.image.width() || laid_out_.height() != frame.image.height()) {
    lay_out(background_, options_.fit, frame.image.width(), frame.image.height(), scaled_, laid_out_);
  }
  composer_.run(frame, matte, laid_out_, options_.estimate, picture);
}

const RendererKind picture_renderer =
    make_kind<Renderer, Picture>("the person in front of a picture file (--background FILE)");

}  // namespace segme
