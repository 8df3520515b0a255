// train/data/views: draws the views of warp.h. A view is a rectangle of the photo (centre, sides), turned and mirrored;
// the square that the net sees is that rectangle stretched. Sigmas are those of docs/training.md.
#include <algorithm>
#include <cmath>
#include <tuple>

#include "train/data/warp.h"

namespace segme::train {
namespace {

constexpr float kTurn = 8.0F * 3.14159265F / 180;
constexpr float kScale = 0.25F;   // log
constexpr float kAspect = 0.08F;  // log
constexpr float kShift = 0.12F;   // of the side
constexpr float kPlain = 0.15F;   // share of whole pictures exactly as in use
constexpr float kMargin = 0.1F;   // of the side: how far a whole picture's view may leave it

/// A rectangle of the photo, in its pixels.
struct View {
  float x = 0, y = 0;           // centre
  float width = 0, height = 0;  // before the turn
  float angle = 0;
  bool flip = false;

  /// Half sides of the upright box around the turned rectangle.
  [[nodiscard]] float reach_x() const {
    return (std::abs(std::cos(angle)) * width + std::abs(std::sin(angle)) * height) / 2;
  }
  [[nodiscard]] float reach_y() const {
    return (std::abs(std::sin(angle)) * width + std::abs(std::cos(angle)) * height) / 2;
  }
  [[nodiscard]] Warp warp(int size) const {
    const float side = static_cast<float>(size);
    const float step_x = (flip ? -width : width) / side;
    const float step_y = height / side;
    Warp map;
    map.xx = std::cos(angle) * step_x;
    map.xy = -std::sin(angle) * step_y;
    map.yx = std::sin(angle) * step_x;
    map.yy = std::cos(angle) * step_y;
    map.x0 = x - (map.xx + map.xy) * side / 2;
    map.y0 = y - (map.yx + map.yy) * side / 2;
    return map;
  }
};

/// Moves the middle of a stretch of half length `reach` into low..high; to their middle where it does not fit.
float hold(float middle, float reach, float low, float high) {
  return high - low < 2 * reach ? (low + high) / 2 : std::clamp(middle, low + reach, high - reach);
}

/// Keeps borders that cut the person out of sight: first small enough, then moved inside.
void hide_cuts(const Decoded& picture, float width, float height, View& view) {
  float factor = 1;
  if (picture.cut_left && picture.cut_right) factor = std::min(factor, width / (2 * view.reach_x()));
  if (picture.cut_top && picture.cut_bottom) factor = std::min(factor, height / (2 * view.reach_y()));
  view.width *= factor;
  view.height *= factor;
  if (picture.cut_left) view.x = std::max(view.x, view.reach_x());
  if (picture.cut_right) view.x = std::min(view.x, width - view.reach_x());
  if (picture.cut_top) view.y = std::max(view.y, view.reach_y());
  if (picture.cut_bottom) view.y = std::min(view.y, height - view.reach_y());
}

float log_uniform(Random& random, float low, float high) {
  return std::exp(uniform(random, std::log(low), std::log(high)));
}

/// Head and shoulders, or whatever the photo shows: near its own framing, now and then from farther away.
void frame_portrait(const Decoded& picture, float width, float height, bool farther, View& view, Random& random) {
  // The shape that the stretched square had: the photo's own, or that of any camera from upright 2:3 to 16:9.
  const float own = width / height;
  float shape = chance(random, 0.5F) ? own : log_uniform(random, 0.67F, 1.78F);
  // Somebody who fills the photo from side to side would be left with eyes and nose in a wider view.
  if (picture.cut_left && picture.cut_right) shape = std::min(shape, own);
  if (picture.cut_top && picture.cut_bottom) shape = std::max(shape, own);
  float scale = std::exp(normal(random, kScale));
  if (farther) scale *= uniform(random, 1.2F, 1.8F);
  if (chance(random, 0.25F)) scale *= uniform(random, 1.2F, 2.5F);
  view.height = height * scale;
  view.width = view.height * shape * std::exp(normal(random, kAspect));
  view.x = static_cast<float>(picture.left + picture.right) / 2 + normal(random, kShift) * view.width;
  view.y = height / 2 + normal(random, kShift) * height;
}

/// A body that the photo does not cut: anywhere in the square and small, or its upper part.
void frame_body(const Decoded& picture, bool farther, View& view, Random& random) {
  const float body = static_cast<float>(picture.bottom - picture.top);
  const float middle_x = static_cast<float>(picture.left + picture.right) / 2;
  const float shape = log_uniform(random, 0.67F, 1.78F);
  if (farther || chance(random, 0.5F)) {
    view.height = body * log_uniform(random, 0.9F, 3.0F);
    view.width = view.height * shape;
    view.x = middle_x + uniform(random, -0.35F, 0.35F) * view.width;
    view.y = static_cast<float>(picture.top + picture.bottom) / 2 + uniform(random, -0.5F, 0.5F) * (view.height - body);
  } else {
    // A small cut-out has no more pixels to show than half its height.
    view.height = body * uniform(random, picture.cut_out ? 0.5F : 0.35F, 1.0F);
    view.width = view.height * shape;
    view.x = middle_x + normal(random, kShift) * view.width;
    view.y = static_cast<float>(picture.top) - uniform(random, 0.02F, 0.25F) * view.height + view.height / 2;
  }
}

}  // namespace

Warp draw_whole_view(const Decoded& picture, int size, Random& random) {
  const float width = static_cast<float>(picture.levels[0].width);
  float height = static_cast<float>(picture.levels[0].height);
  if (picture.whole_body) height *= uniform(random, 0.35F, 1.0F);
  View view{.x = width / 2, .y = height / 2, .width = width, .height = height, .flip = chance(random, 0.5F)};
  if (chance(random, kPlain)) return view.warp(size);
  if (chance(random, 0.3F)) view.width = view.height = std::min(width, height);  // a square of the photo, not stretched
  const float scale = std::min(std::exp(normal(random, kScale)), 1.3F);
  const float aspect = std::exp(normal(random, kAspect));
  view.angle = normal(random, kTurn);
  view.width *= scale * aspect;
  view.height *= scale / aspect;
  view.x = hold(view.x + normal(random, kShift) * width, view.reach_x(), -kMargin * width, (1 + kMargin) * width);
  view.y = hold(view.y + normal(random, kShift) * height, view.reach_y(), -kMargin * height, (1 + kMargin) * height);
  return view.warp(size);
}

Warp draw_person_view(const Decoded& picture, int size, int place, Random& random) {
  const float width = static_cast<float>(picture.levels[0].width);
  const float height = static_cast<float>(picture.levels[0].height);
  View view{.angle = normal(random, kTurn), .flip = chance(random, 0.5F)};
  if (picture.whole_body || picture.cut_out) {
    frame_body(picture, place != 0, view, random);
  } else {
    frame_portrait(picture, width, height, place != 0, view, random);
  }
  // Who is to stand on the left is seen by a view whose middle lies to the right of them; mirrored, the other way
  // round.
  if (place != 0) view.x -= static_cast<float>(view.flip ? -place : place) * uniform(random, 0.15F, 0.35F) * view.width;
  hide_cuts(picture, width, height, view);
  return view.warp(size);
}

Warp draw_background_view(const Decoded& picture, int size, Random& random) {
  const float width = static_cast<float>(picture.levels[0].width);
  const float height = static_cast<float>(picture.levels[0].height);
  const float shape = std::exp(normal(random, 0.25F));
  const float share = uniform(random, 0.45F, 1.0F);
  View view{.width = width * share * std::min(shape, 1.0F),
            .height = height * share / std::max(shape, 1.0F),
            .angle = normal(random, kTurn / 2),
            .flip = chance(random, 0.5F)};
  view.x = hold(uniform(random, 0, 1) * width, view.reach_x(), 0, width);
  view.y = hold(uniform(random, 0, 1) * height, view.reach_y(), 0, height);
  return view.warp(size);
}

Warp draw_affine_view(const Decoded& picture, int size, float shift, float zoom, Random& random) {
  const float side = static_cast<float>(size);
  const auto axis = [&](int pixels, float zoomed, float moved, bool mirrored) {
    const float unit = static_cast<float>(pixels) / side;  // pixels of the picture in one of the square
    const float step = mirrored ? -zoomed : zoomed;
    const float start = side / 2 + moved * side - step * side / 2;
    return std::pair{unit * step, unit * start};
  };
  const float move_x = uniform(random, -shift, shift);
  const float move_y = uniform(random, -shift, shift);
  const float zoom_x = uniform(random, 1 - zoom, 1 + zoom);
  const float zoom_y = uniform(random, 1 - zoom, 1 + zoom);
  const bool flip = chance(random, 0.5F);
  Warp warp;
  std::tie(warp.xx, warp.x0) = axis(picture.levels[0].width, zoom_x, move_x, flip);
  std::tie(warp.yy, warp.y0) = axis(picture.levels[0].height, zoom_y, move_y, false);
  return warp;
}

}  // namespace segme::train
