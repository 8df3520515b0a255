// render/picture: it is laid out once a frame size.
#include "render/picture.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "base/resize.h"
#include "render/kinds.h"

namespace segme {

Picture::Picture(const Options& options) : options_(options) {
  throw Error(ExitCode::usage, "the background 'picture' needs a file. Give --background FILE.");
}

Picture::Picture(Image background, const std::string& fit) : background_(std::move(background)) {
  options_.fit = fit;
  SEGME_CHECK(background_.channels() == 3 && !background_.empty());
}

void Picture::lay_out(int width, int height) {
  const double across = static_cast<double>(width) / background_.width();
  const double down = static_cast<double>(height) / background_.height();
  const double factor = options_.fit == "fill"  ? std::max(across, down)
                        : options_.fit == "fit" ? std::min(across, down)
                                                : 1.0;
  const int scaled_width = std::max(1, static_cast<int>(std::lround(background_.width() * factor)));
  const int scaled_height = std::max(1, static_cast<int>(std::lround(background_.height() * factor)));
  resize_area(background_, scaled_width, scaled_height, scaled_);
  laid_out_.resize(width, height, 3);
  laid_out_.fill(0);
  // Centres on each other; what sticks out is cut.
  const int from_x = std::max(0, (scaled_width - width) / 2);
  const int from_y = std::max(0, (scaled_height - height) / 2);
  const int to_x = std::max(0, (width - scaled_width) / 2);
  const int to_y = std::max(0, (height - scaled_height) / 2);
  const std::size_t bytes = static_cast<std::size_t>(std::min(width, scaled_width)) * 3;
  for (int y = 0; y < std::min(height, scaled_height); ++y) {
    std::memcpy(laid_out_.row(to_y + y) + to_x * 3, scaled_.row(from_y + y) + from_x * 3, bytes);
  }
}

const Image& Picture::draw(const Frame& frame, const Matte&) {
  if (laid_out_.width() != frame.image.width() || laid_out_.height() != frame.image.height()) {
    lay_out(frame.image.width(), frame.image.height());
  }
  return laid_out_;
}

const BackgroundKind picture_background = make_kind<Background, Picture>("a picture file (--background FILE)");

}  // namespace segme
