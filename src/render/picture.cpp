// render/picture: it is laid out once a frame size.
#include "render/picture.h"

#include "render/kinds.h"

namespace segme {

Picture::Picture(const Options& options) : options_(options) {
  throw Error(ExitCode::usage, "the background 'picture' needs a file. Give the file itself as the background.");
}

Picture::Picture(Image background, Fit fit) : background_(std::move(background)) {
  options_.fit = fit;
  SEGME_CHECK(background_.channels() == 3 && !background_.empty());
}

const Image& Picture::draw(const Frame& frame, const Matte&) {
  if (laid_out_.width() != frame.image.width() || laid_out_.height() != frame.image.height() ||
      pixel_aspect_ != frame.pixel_aspect) {
    pixel_aspect_ = frame.pixel_aspect;
    lay_out(background_, options_.fit, frame.image.width(), frame.image.height(), scaled_, laid_out_,
            1 / pixel_aspect_);
  }
  return laid_out_;
}

const BackgroundKind picture_background = make_kind<Background, Picture>("a picture file: its name is the background");

}  // namespace segme
