// train/augment: the order of things: background, people onto it, light of the whole, camera. The numbers here are the
// recipe; docs/training.md says where they come from.
#include "train/augment.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/error.h"
#include "train/data/scene.h"
#include "train/data/warp.h"

namespace segme::train {
namespace {

constexpr float kMatched = 0.35F;  // share of pasted people lit like their new background
constexpr float kDark = 0.08F;     // share of dark rooms
constexpr float kGrey = 0.04F;     // share of pictures without colour
constexpr float kBlurred = 0.2F;   // lens or motion
constexpr float kCoarse = 0.08F;   // were small once
constexpr float kNoisy = 0.3F;
constexpr float kCompressed = 0.1F;

/// (a weight + b (255 - weight)) / 255, rounded.
std::uint8_t mix(int a, int b, int weight) {
  const int sum = a * weight + b * (255 - weight) + 128;
  return static_cast<std::uint8_t>((sum + (sum >> 8)) >> 8);
}

/// Puts `top` over `under`, whose alpha becomes that of both.
void put_over(const std::vector<std::uint8_t>& top, std::vector<std::uint8_t>& under) {
  for (std::size_t i = 0; i < under.size(); i += 4) {
    const int alpha = top[i + 3];
    if (alpha == 0) continue;
    for (std::size_t c = 0; c < 3; ++c) under[i + c] = mix(top[i + c], under[i + c], alpha);
    under[i + 3] = mix(255, under[i + 3], alpha);
  }
}

void clear_alpha(std::vector<std::uint8_t>& rgba) {
  for (std::size_t i = 3; i < rgba.size(); i += 4) rgba[i] = 0;
}

/// One colour, or two that run into each other in a random direction.
void draw_flat(int size, Random& random, std::vector<std::uint8_t>& rgba) {
  const std::size_t side = static_cast<std::size_t>(size);
  const bool gradient = chance(random, 0.6F);
  const float angle = uniform(random, 0, 6.2831853F);
  std::array<std::array<float, 3>, 2> ends{};
  for (auto& end : ends) {
    for (float& channel : end) channel = uniform(random, 0, 255);
  }
  if (!gradient) ends[1] = ends[0];
  rgba.resize(side * side * 4);
  const float right = std::cos(angle) / static_cast<float>(side);
  const float down = std::sin(angle) / static_cast<float>(side);
  const float middle = static_cast<float>(side) / 2;
  for (std::size_t y = 0; y < side; ++y) {
    for (std::size_t x = 0; x < side; ++x) {
      const float across = (static_cast<float>(x) - middle) * right + (static_cast<float>(y) - middle) * down;
      const float part = std::clamp(across / 1.4142136F + 0.5F, 0.0F, 1.0F);
      std::uint8_t* pixel = rgba.data() + (y * side + x) * 4;
      for (std::size_t c = 0; c < 3; ++c)
        pixel[c] = static_cast<std::uint8_t>(ends[0][c] * (1 - part) + ends[1][c] * part);
      pixel[3] = 0;
    }
  }
}

/// The picture stretched to the square.
Warp whole_view(const Decoded& picture, int size) {
  Warp warp;
  warp.xx = static_cast<float>(picture.levels[0].width) / static_cast<float>(size);
  warp.yy = static_cast<float>(picture.levels[0].height) / static_cast<float>(size);
  return warp;
}

}  // namespace

void Augmenter::make_background(const Recipe& recipe, int size, Random& random) {
  if (recipe.flat) {
    draw_flat(size, random, picture_);
    return;
  }
  sample(*recipe.background, draw_background_view(*recipe.background, size, random), size, Beyond::mirror, picture_);
  clear_alpha(picture_);
}

void Augmenter::make_person(const Decoded& person, const Recipe& recipe, int size, int place, Random& random,
                            std::vector<std::uint8_t>& rgba) {
  sample(person, draw_person_view(person, size, place, random), size, Beyond::nobody, rgba);
  clean(person, recipe, size, random, rgba);
}

/// Makes a person fit for another background and its light.
void Augmenter::clean(const Decoded& person, const Recipe& recipe, int size, Random& random,
                      std::vector<std::uint8_t>& rgba) {
  if (person.hard) {
    edges_.soften(rgba, size, random);
  } else if (recipe.colours && !person.cut_out) {
    edges_.remove_background_colour(rgba, size);
  }
  if (!recipe.colours) return;
  apply_tones(draw_tones(0.8F, random), rgba);
  if (chance(random, kMatched)) apply_tones(match_tones(rgba, picture_, uniform(random, 0.3F, 0.9F)), rgba);
}

/// The farthest first. Whom the border of the photo cuts off stands behind the ledge: a part of the background.
void Augmenter::put_group(const Recipe& recipe, int size, Random& random) {
  float ledge = 1;
  const std::vector<Standing> places = draw_group(recipe.group.size(), ledge, random);
  behind_ = picture_;
  bool cut = false;
  for (std::size_t i = 0; i < places.size(); ++i) {
    const Decoded& person = *recipe.group[i];
    Standing place = places[i];
    // Nobody ends in the air: who is cut off ends at the ledge or below it.
    if (person.cut_bottom) place.foot = std::max(place.foot, ledge + 0.01F);
    cut = cut || person.cut_bottom;
    sample(person, draw_standing_view(person, size, place, random), size, Beyond::nobody, person_);
    clean(person, recipe, size, random, person_);
    put_over(person_, picture_);
  }
  const auto begin = static_cast<std::size_t>(std::lround(ledge * static_cast<float>(size)));
  const std::size_t row = static_cast<std::size_t>(size) * 4;
  if (!cut || begin >= static_cast<std::size_t>(size)) return;
  std::copy(behind_.begin() + static_cast<std::ptrdiff_t>(begin * row), behind_.end(),
            picture_.begin() + static_cast<std::ptrdiff_t>(begin * row));
}

void Augmenter::make_composite(const Recipe& recipe, int size, Random& random) {
  make_background(recipe, size, random);
  if (recipe.colours && !recipe.flat) apply_tones(draw_tones(0.8F, random), picture_);
  if (recipe.shown != nullptr) hang_picture(*recipe.shown, size, random, picture_, person_);
  if (!recipe.group.empty()) put_group(recipe, size, random);
  if (recipe.person == nullptr) return;
  const int place = recipe.second == nullptr ? 0 : chance(random, 0.5F) ? 1 : -1;
  if (recipe.second != nullptr) {
    make_person(*recipe.second, recipe, size, -place, random, person_);
    put_over(person_, picture_);
  }
  make_person(*recipe.person, recipe, size, place, random, person_);
  put_over(person_, picture_);
}

/// Light of the whole, then bytes to planes.
void Augmenter::finish(const Recipe& recipe, int size, Random& random, float* image, float* matte) {
  const bool composite = (recipe.person != nullptr || !recipe.group.empty() || recipe.shown != nullptr) &&
                         (recipe.flat || recipe.background != nullptr);
  const std::size_t plane = static_cast<std::size_t>(size) * static_cast<std::size_t>(size);
  Tones tones = neutral_tones();
  float saturation = 1;
  bool dark = false;
  if (recipe.colours) {
    tones = draw_tones(composite ? 0.6F : 1.0F, random);
    saturation = chance(random, kGrey) ? 0.0F : std::max(0.0F, 1 + normal(random, 0.2F));
    dark = chance(random, kDark);
    if (dark) darken(tones, random);
  }
  for (std::size_t i = 0; i < plane; ++i) {
    const std::uint8_t* pixel = picture_.data() + i * 4;
    const float r = tones[0][pixel[0]];
    const float g = tones[1][pixel[1]];
    const float b = tones[2][pixel[2]];
    const float luma = (0.299F * r + 0.587F * g + 0.114F * b) * (1 - saturation);
    image[i] = luma + saturation * r;
    image[plane + i] = luma + saturation * g;
    image[2 * plane + i] = luma + saturation * b;
    matte[i] = static_cast<float>(pixel[3]) * (1.0F / 255);
  }
  if (recipe.colours) spoil(size, dark, random, image);
}

/// A camera's faults, in the order in which a picture meets them.
void Augmenter::spoil(int size, bool dark, Random& random, float* image) {
  const Planes planes{image, size, &spare_};
  const auto pick = [&](int low, int high) { return std::uniform_int_distribution<int>(low, high)(random); };
  if (chance(random, kBlurred)) {
    const int axes = pick(1, 3);
    blur(planes, pick(1, axes == 3 ? 3 : 6), axes);
  }
  if (chance(random, kCoarse)) coarsen(planes, pick(2, std::max(2, size / 64)));
  if (dark || chance(random, kNoisy)) {
    add_noise(planes, uniform(random, 1, dark ? 10.0F : 7.0F), chance(random, 0.7F) ? 1 : pick(2, 3), random);
  }
  if (chance(random, kCompressed)) compress(planes, std::exp(uniform(random, -1.2F, 0.9F)));
  const std::size_t count = static_cast<std::size_t>(size) * static_cast<std::size_t>(size) * 3;
  for (std::size_t i = 0; i < count; ++i) image[i] = std::clamp(image[i], 0.0F, 255.0F);
}

void Augmenter::run(const Recipe& recipe, int size, Random& random, float* image, float* matte) {
  SEGME_CHECK(recipe.person != nullptr || recipe.background != nullptr || recipe.flat);
  SEGME_CHECK(size >= 1 && (recipe.group.empty() || recipe.person == nullptr));
  SEGME_CHECK((recipe.group.empty() && recipe.shown == nullptr) || recipe.background != nullptr || recipe.flat);
  if (recipe.person == nullptr && recipe.group.empty() && recipe.shown == nullptr) {
    make_background(recipe, size, random);
  } else if (recipe.background != nullptr || recipe.flat) {
    make_composite(recipe, size, random);
  } else {
    const Decoded& person = *recipe.person;
    if (recipe.view != Recipe::View::rich) {
      const bool still = recipe.view == Recipe::View::whole;
      sample(person,
             still ? whole_view(person, size) : draw_affine_view(person, size, recipe.shift, recipe.zoom, random), size,
             Beyond::repeat, picture_);
      finish(recipe, size, random, image, matte);
      return;
    }
    const Beyond beyond = chance(random, 0.5F) ? Beyond::mirror : Beyond::repeat;
    sample(person, draw_whole_view(person, size, random), size, beyond, picture_);
  }
  finish(recipe, size, random, image, matte);
}

}  // namespace segme::train
