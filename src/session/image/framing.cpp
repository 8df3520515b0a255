// session/image/framing: see framing.h. Pictures go through render/framing.
#include "session/image/framing.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include "base/error.h"
#include "recipe/background.h"

namespace segme::session {
namespace {

/// Where the head and the shoulders are in the result, in parts of its height: passport offices ask for a head of 32 to
/// 36 of 45 millimetres; a square shows more of the shoulders.
struct HeadLayout {
  double head, above;
};
constexpr HeadLayout kPassport{0.755, 0.09};
constexpr HeadLayout kSquare{0.5, 0.14};

constexpr float kCertain = 0.5F;

}  // namespace

Framing::Framing(const Options& options) : options_(options), canvas_(options.canvas) {
  if (options.head != Head::none) faces_ = data::make_face_detector();
  if (options.on_canvas && !options.background.empty()) {
    background_ = open_background(options.background, options.fit);
  }
  if (options.on_canvas && !options.effects.empty()) {
    const std::string first = background_ ? "alpha:estimate=off" : "cutout:estimate=off";  // the colours are its own
    effects_ = make_renderer(first + "," + options.effects, background_);
  }
}

Box Framing::look_at_head(const Image& photo, const Matte& matte, const std::string& name) {
  const std::vector<data::Area> found = faces_->find(photo);
  if (found.empty()) {
    throw Error(ExitCode::input,
                "cannot find a face in '" + name +
                    "'. Head and shoulders want one that looks at the camera. Crop this picture to the person.");
  }
  const data::Area& face = found.front();
  // The detector's box ends at the chin; where the hair ends the matte knows.
  const int chin = face.top + face.height;
  int crown = face.top;
  for (int y = std::max(0, face.top - face.height); y < face.top && crown == face.top; ++y) {
    const float* row = matte.row(y);
    if (std::any_of(row + face.left, row + face.left + face.width, [](float value) { return value >= kCertain; }))
      crown = y;
  }
  const HeadLayout& layout = options_.head == Head::square ? kSquare : kPassport;
  const double height = (chin - crown) / layout.head;
  if (options_.head == Head::square)
    canvas_.width = canvas_.height = std::max(1, static_cast<int>(std::lround(height)));
  const double width = height * canvas_.width / canvas_.height;
  return {static_cast<int>(std::lround(face.left + face.width / 2.0 - width / 2)),
          static_cast<int>(std::lround(crown - layout.above * height)),
          std::max(1, static_cast<int>(std::lround(width))), std::max(1, static_cast<int>(std::lround(height)))};
}

Box Framing::look(const Image& photo, const Matte& matte, const std::string& name) {
  if (options_.head != Head::none) return look_at_head(photo, matte, name);
  const std::optional<Box> box = person_box(matte);
  if (!box) {
    throw Error(ExitCode::input, "cannot crop '" + name + "' to a person: nobody was found in it. " +
                                     (options_.on_canvas ? "Leave the canvas out for this picture."
                                                         : "Leave cropping out for this picture."));
  }
  if (!options_.on_canvas) {
    const int room = static_cast<int>(std::ceil(options_.room * std::max(matte.width(), matte.height())));
    const int by = room + options_.margin.pixels(std::max(box->width, box->height));
    return with_margin(*box, {static_cast<double>(by), false}, matte.width(), matte.height());
  }
  const int by = options_.margin.pixels(std::max(box->width, box->height));  // on a canvas there is room on every side
  return {box->x - by, box->y - by, box->width + 2 * by, box->height + 2 * by};
}

/// The background, as large as the canvas.
const Image& Framing::behind() {
  if (empty_.image.width() != canvas_.width || empty_.image.height() != canvas_.height) {
    empty_.image.resize(canvas_.width, canvas_.height, 3);
    empty_.image.fill(0);
    nobody_.resize(canvas_.width, canvas_.height);
    nobody_.fill(0);
  }
  return background_->draw(empty_, nobody_);
}

void Framing::draw_effects() {
  constexpr float kWhole = 255;
  cut_out_.image.resize(laid_.width(), laid_.height(), 3);
  matte_.resize(laid_.width(), laid_.height());
  for (std::size_t i = 0; i < matte_.size(); ++i) {
    const std::uint8_t* pixel = laid_.data() + 4 * i;
    std::copy(pixel, pixel + 3, cut_out_.image.data() + 3 * i);
    matte_.data()[i] = static_cast<float>(pixel[3]) / kWhole;
  }
  effects_->render(cut_out_, matte_, other_);
}

void Framing::run(const Image& photo, const Matte& matte, const std::string& name, Image& picture) {
  const Box box = look(photo, matte, name);
  if (!options_.on_canvas) {
    crop(picture, box, other_);
  } else {
    lay_on_canvas(picture, box, canvas_, laid_);
    if (effects_) {
      draw_effects();
    } else if (background_) {
      put_before(laid_, behind(), other_);
    } else {
      other_.swap(laid_);
    }
  }
  picture.swap(other_);
}

const Matte& Framing::run(const Image& photo, const Matte& matte, const std::string& name) {
  const Box box = look(photo, matte, name);
  if (options_.on_canvas) {
    lay_on_canvas(matte, box, canvas_, matte_);
  } else {
    crop(matte, box, matte_);
  }
  return matte_;
}

}  // namespace segme::session
