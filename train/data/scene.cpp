// train/data/scene: sizes and places are drawn, nothing else is; the augmenter puts people where they belong.
#include "train/data/scene.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "train/data/light.h"

namespace segme::train {
namespace {

constexpr int kLeastPixels = 40;  // height of somebody in their photo who is worth showing
constexpr float kTurn = 3.0F * 3.14159265F / 180;

float log_uniform(Random& random, float low, float high) {
  return std::exp(uniform(random, std::log(low), std::log(high)));
}

/// a weight + b (1 - weight) of 0..255.
std::uint8_t mix(float a, float b, float weight) {
  return static_cast<std::uint8_t>(std::clamp(a * weight + b * (1 - weight) + 0.5F, 0.0F, 255.0F));
}

/// A rectangle of the square, turned: its middle, half sides and angle in pixels of the square.
struct Frame {
  float x = 0, y = 0, half_width = 0, half_height = 0, cosine = 1, sine = 0;
  float border = 0;
};

Frame draw_frame(int size, Random& random) {
  const float side = static_cast<float>(size);
  Frame frame;
  const float area = uniform(random, 0.06F, 0.45F);
  const float shape = log_uniform(random, 0.55F, 1.8F);
  frame.half_width = std::min(std::sqrt(area * shape), 0.9F) * side / 2;
  frame.half_height = std::min(std::sqrt(area / shape), 0.9F) * side / 2;
  // A little of it may be out of the picture.
  const auto place = [&](float half) {
    const float low = 0.7F * half, high = side - 0.7F * half;
    return low < high ? uniform(random, low, high) : side / 2;
  };
  frame.x = place(frame.half_width);
  frame.y = place(frame.half_height);
  const float angle = normal(random, kTurn);
  frame.cosine = std::cos(angle);
  frame.sine = std::sin(angle);
  frame.border =
      chance(random, 0.7F) ? uniform(random, 0.02F, 0.12F) * std::min(frame.half_width, frame.half_height) * 2 : 0;
  return frame;
}

/// Shows in the frame as much of the picture as has its shape, around the person.
Warp view_in(const Frame& frame, const Decoded& shown, Random& random) {
  const float width = static_cast<float>(shown.levels[0].width), height = static_cast<float>(shown.levels[0].height);
  const float part = uniform(random, 0.75F, 1.0F);
  const float unit = part * std::min(width / frame.half_width, height / frame.half_height) / 2;
  const auto hold = [](float middle, float reach, float most) { return std::clamp(middle, reach, most - reach); };
  const float x = hold(static_cast<float>(shown.left + shown.right) / 2, unit * frame.half_width, width);
  const float y = hold(static_cast<float>(shown.top + shown.bottom) / 2, unit * frame.half_height, height);
  const float across = chance(random, 0.5F) ? -unit : unit;
  Warp warp;
  warp.xx = across * frame.cosine;
  warp.xy = across * frame.sine;
  warp.yx = -unit * frame.sine;
  warp.yy = unit * frame.cosine;
  warp.x0 = x - warp.xx * frame.x - warp.xy * frame.y;
  warp.y0 = y - warp.yx * frame.x - warp.yy * frame.y;
  return warp;
}

}  // namespace

bool fits_in_group(const Decoded& picture) {
  return !picture.cut_left && !picture.cut_right && !picture.cut_top && picture.bottom - picture.top >= kLeastPixels;
}

std::vector<Standing> draw_group(std::size_t people, float& ledge, Random& random) {
  const float count = static_cast<float>(people);
  const float shape = log_uniform(random, 0.75F, 1.9F);
  const bool alike = chance(random, 0.6F);  // side by side; else at every distance
  const float tall = log_uniform(random, 0.18F, 0.85F);
  ledge = chance(random, 0.5F) ? 1.0F : uniform(random, std::min(0.95F, tall + 0.05F), 1.0F);
  const float foot = ledge < 1 ? ledge : uniform(random, std::min(1.0F, tall + 0.02F), 1.05F);
  // From shoulder at shoulder to apart; the whole group somewhere in the square.
  const float step = std::min(uniform(random, 0.35F, 1.1F) * tall / shape, 0.95F / count);
  const float room = std::max(0.0F, 1 - step * count);
  const float first = uniform(random, 0, room) + step / 2;
  std::vector<Standing> places(people);
  for (std::size_t i = 0; i < people; ++i) {
    Standing& place = places[i];
    place.shape = shape;
    place.height = tall * (alike ? std::exp(normal(random, 0.1F)) : log_uniform(random, 0.35F, 1.2F));
    place.middle = first + step * static_cast<float>(i) + normal(random, 0.15F) * step;
    // Who is farther away and so smaller stands higher up.
    place.foot = foot - (alike ? normal(random, 0.02F) : 0.3F * std::max(0.0F, tall - place.height));
  }
  std::sort(places.begin(), places.end(), [](const Standing& a, const Standing& b) { return a.height < b.height; });
  return places;
}

Warp draw_standing_view(const Decoded& picture, int size, const Standing& place, Random& random) {
  const float side = static_cast<float>(size);
  const float unit = static_cast<float>(picture.bottom - picture.top) / (place.height * side);  // of the photo, a pixel
  const float across = chance(random, 0.5F) ? -unit * place.shape : unit * place.shape;
  const float angle = normal(random, kTurn / 2);
  const float cosine = std::cos(angle), sine = std::sin(angle);
  const float x = static_cast<float>(picture.left + picture.right) / 2, y = static_cast<float>(picture.bottom);
  Warp warp;
  warp.xx = across * cosine;
  warp.xy = across * sine;
  warp.yx = -unit * sine;
  warp.yy = unit * cosine;
  warp.x0 = x - warp.xx * place.middle * side - warp.xy * place.foot * side;
  warp.y0 = y - warp.yx * place.middle * side - warp.yy * place.foot * side;
  return warp;
}

void hang_picture(const Decoded& shown, int size, Random& random, std::vector<std::uint8_t>& rgba,
                  std::vector<std::uint8_t>& spare) {
  const Frame frame = draw_frame(size, random);
  sample(shown, view_in(frame, shown, random), size, Beyond::repeat, spare);
  apply_tones(draw_tones(0.8F, random), spare);
  const float faded = chance(random, 0.5F) ? uniform(random, 0, 0.4F) : 0.0F;
  std::array<float, 3> wood{}, haze{}, behind{};
  for (auto* colour : {&wood, &haze, &behind}) {
    for (float& channel : *colour) channel = uniform(random, 0, 255);
  }
  const bool plain_frame = chance(random, 0.6F);  // black, grey or white
  if (plain_frame) wood.fill(wood[0]);
  for (int v = 0; v < size; ++v) {
    for (int u = 0; u < size; ++u) {
      const float dx = static_cast<float>(u) + 0.5F - frame.x, dy = static_cast<float>(v) + 0.5F - frame.y;
      const float inside = std::min(frame.half_width - std::abs(dx * frame.cosine + dy * frame.sine),
                                    frame.half_height - std::abs(dy * frame.cosine - dx * frame.sine));
      const float cover = std::clamp(inside + 0.5F, 0.0F, 1.0F);
      if (cover <= 0) continue;
      const float print = std::clamp(inside - frame.border + 0.5F, 0.0F, 1.0F);
      const std::size_t at =
          (static_cast<std::size_t>(v) * static_cast<std::size_t>(size) + static_cast<std::size_t>(u)) * 4;
      const float person = shown.cut_out ? static_cast<float>(spare[at + 3]) / 255 : 1.0F;
      for (std::size_t c = 0; c < 3; ++c) {
        const float colour = static_cast<float>(spare[at + c]) * person + behind[c] * (1 - person);
        const float seen = colour * (1 - faded) + haze[c] * faded;
        rgba[at + c] = mix(seen * print + wood[c] * (1 - print), rgba[at + c], cover);
      }
      rgba[at + 3] = mix(0, rgba[at + 3], cover);
    }
  }
}

}  // namespace segme::train
