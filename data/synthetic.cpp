// data/synthetic: placing and mixing.
#include "data/synthetic.h"

#include <algorithm>
#include <cmath>

#include "base/resize.h"

namespace segme::data {
namespace {

constexpr double kHard = 0.1;       // soft pixels a pixel of person, times the person's diameter, of a drawn edge
constexpr int kSoftenSide = 500;    // a side of so many pixels is softened by one
constexpr double kTouch = 0.02;     // share of a border that is person before the border counts as cutting it
constexpr double kSmallest = 0.45;  // height of a person, in squares
constexpr double kMostScale = 2;    // beyond it a picture is enlarged to mush
constexpr double kLeastRoom = 0.6;  // part of the background's short side that is shown

double uniform(Compositor::Random& random, double low, double high) {
  return std::uniform_real_distribution<double>(low, std::max(low, high))(random);
}

/// Where the person is (matte above one half), and which borders cut it.
struct Person {
  int left, top, right = 0, bottom = 0;  ///< right and bottom exclusive
  bool cut_left, cut_top, cut_right, cut_bottom;
};

Person find_person(const Matte& truth) {
  Person person{truth.width(), truth.height(), 0, 0, false, false, false, false};
  int on[4] = {};
  for (int y = 0; y < truth.height(); ++y) {
    for (int x = 0; x < truth.width(); ++x) {
      if (truth.row(y)[x] <= 0.5F) continue;
      person.left = std::min(person.left, x);
      person.top = std::min(person.top, y);
      person.right = std::max(person.right, x + 1);
      person.bottom = std::max(person.bottom, y + 1);
      on[0] += x == 0 ? 1 : 0;
      on[1] += y == 0 ? 1 : 0;
      on[2] += x == truth.width() - 1 ? 1 : 0;
      on[3] += y == truth.height() - 1 ? 1 : 0;
    }
  }
  if (person.right == 0) person = {0, 0, truth.width(), truth.height(), true, true, true, true};
  person.cut_left = on[0] > kTouch * truth.height();
  person.cut_top = on[1] > kTouch * truth.width();
  person.cut_right = on[2] > kTouch * truth.height();
  person.cut_bottom = on[3] > kTouch * truth.width();
  return person;
}

/// Where something of `length` begins in a square of `size`: at a border that cuts it, else anywhere.
double draw_begin(double length, int size, bool cut_begin, bool cut_end, Compositor::Random& random) {
  const double room = size - length;
  if (cut_begin && !cut_end) return 0;
  if (cut_end && !cut_begin) return room;
  return uniform(random, std::min(0.0, room), std::max(0.0, room));
}

Image flip(const Image& picture) {
  Image flipped(picture.width(), picture.height(), picture.channels());
  const std::ptrdiff_t channels = picture.channels();
  for (int y = 0; y < picture.height(); ++y) {
    const std::uint8_t* from = picture.row(y) + picture.stride();
    for (std::uint8_t* to = flipped.row(y); to != flipped.row(y) + flipped.stride(); to += channels) {
      std::copy_n(from -= channels, channels, to);
    }
  }
  return flipped;
}

/// Sums over windows of 2 radius + 1 along a line of `count` values `step` apart; borders repeat.
void blur_line(const float* from, float* to, int count, std::ptrdiff_t step, int radius) {
  const auto at = [&](int i) { return static_cast<double>(from[std::clamp(i, 0, count - 1) * step]); };
  double sum = 0;
  for (int i = -radius; i <= radius; ++i) sum += at(i);
  for (int i = 0; i < count; ++i) {
    to[i * step] = static_cast<float>(sum / (2 * radius + 1));
    sum += at(i + radius + 1) - at(i - radius);
  }
}

void round_to_bytes(Matte& matte) {
  for (float* m = matte.data(); m != matte.data() + matte.size(); ++m) {
    *m = std::floor(std::clamp(*m, 0.0F, 1.0F) * 255 + 0.5F) / 255;
  }
}

std::uint8_t byte(float value) { return static_cast<std::uint8_t>(std::clamp(value + 0.5F, 0.0F, 255.0F)); }

/// What a square of `size` shows of a side of that length which begins at `begin` in it; `at`: where that lies.
ResizedSide seen_part(std::int64_t whole, std::int64_t begin, int size, int& at) {
  const std::int64_t first = std::max<std::int64_t>(0, -begin);
  at = static_cast<int>(std::clamp<std::int64_t>(begin, 0, size));
  return {whole, first, static_cast<int>(std::clamp<std::int64_t>(whole - first, 0, size - at))};
}

/// The person over `out`, which is the background; premultiplied colours take no old background with them.
void mix(const Image& premultiplied, int left, int top, Image& out, Matte& matte) {
  for (int y = 0; y < out.height(); ++y) {
    for (int x = 0; x < out.width(); ++x) {
      const int from_x = x - left;
      const int from_y = y - top;
      const bool inside =
          from_x >= 0 && from_y >= 0 && from_x < premultiplied.width() && from_y < premultiplied.height();
      const std::uint8_t* person = inside ? premultiplied.row(from_y) + 4 * from_x : nullptr;
      const float m = person != nullptr ? static_cast<float>(person[3]) / 255 : 0.0F;
      matte.row(y)[x] = m;
      std::uint8_t* pixel = out.row(y) + 3 * x;
      for (int c = 0; c < 3 && person != nullptr; ++c) {
        pixel[c] = byte(static_cast<float>(pixel[c]) * (1 - m) + static_cast<float>(person[c]));
      }
    }
  }
}

}  // namespace

bool is_hard(const Matte& truth) {
  double soft = 0;
  double person = 0;
  for (const float* m = truth.data(); m != truth.data() + truth.size(); ++m) {
    soft += *m > 0.02F && *m < 0.98F ? 1 : 0;
    person += *m > 0.5F ? 1 : 0;
  }
  return soft * std::sqrt(person) < kHard * person;  // an outline grows as the square root of the area
}

Matte soften(const Matte& truth) {
  const int radius =
      std::max(1, static_cast<int>(std::lround(std::max(truth.width(), truth.height()) / double{kSoftenSide})));
  Matte lines(truth.width(), truth.height());
  Matte soft(truth.width(), truth.height());
  for (int y = 0; y < truth.height(); ++y) blur_line(truth.row(y), lines.row(y), truth.width(), 1, radius);
  for (int x = 0; x < truth.width(); ++x) {
    blur_line(lines.data() + x, soft.data() + x, truth.height(), truth.width(), radius);
  }
  constexpr float kPull = 0.35F;  // the border, where the blurred truth is one half, becomes less than one half
  for (float* m = soft.data(); m != soft.data() + soft.size(); ++m) {
    *m = std::clamp((*m - kPull) / (1 - kPull), 0.0F, 1.0F);
  }
  return soft;
}

Placement draw_placement(const Matte& truth, int size, Compositor::Random& random) {
  const Person person = find_person(truth);
  const double wide = person.right - person.left;
  const double high = person.bottom - person.top;
  double scale = std::min(uniform(random, kSmallest, 1.0) * size / high, kMostScale);
  if (wide * scale > size && !(person.cut_left && person.cut_right)) scale = size / wide;
  // A person cut on both sides must still reach both.
  if (person.cut_left && person.cut_right) scale = std::max(scale, size / wide);
  if (person.cut_top && person.cut_bottom) scale = std::max(scale, size / high);
  const double left = draw_begin(wide * scale, size, person.cut_left, person.cut_right, random);
  const double top = draw_begin(high * scale, size, person.cut_top, person.cut_bottom, random);
  Placement placement;
  placement.width = std::max(1L, std::lround(truth.width() * scale));
  placement.height = std::max(1L, std::lround(truth.height() * scale));
  // Outwards where a border must be reached, lest rounding leaves a line of background.
  const auto begin = [](double at, bool cut_end) { return std::lround(cut_end ? std::ceil(at) : std::floor(at)); };
  placement.left = begin(left - person.left * scale, person.cut_right && !person.cut_left);
  placement.top = begin(top - person.top * scale, person.cut_bottom && !person.cut_top);
  return placement;
}

void Compositor::plain(const Image& picture, const Matte& truth, const Image& background, int size, Image& out,
                       Matte& matte) {
  SEGME_CHECK(picture.width() == truth.width() && picture.height() == truth.height() && size >= 1);
  resize_area(picture, size, size, scaled_);
  resize_area(background, size, size, out);
  resize_matte(truth, size, size, matte);
  round_to_bytes(matte);
  for (std::size_t i = 0; i < out.size(); ++i) {
    const float m = matte.data()[i / 3];
    out.data()[i] = byte(static_cast<float>(out.data()[i]) * (1 - m) + static_cast<float>(scaled_.data()[i]) * m);
  }
}

void Compositor::premultiply(const Image& colours, const Matte& truth) {
  premultiplied_.resize(colours.width(), colours.height(), 4);
  std::uint8_t* to = premultiplied_.data();
  for (std::size_t i = 0; i < truth.size(); ++i, to += 4) {
    const float m = truth.data()[i];
    for (std::size_t c = 0; c < 3; ++c) to[c] = byte(static_cast<float>(colours.data()[3 * i + c]) * m);
    to[3] = byte(255 * m);
  }
}

void Compositor::natural(const Image& picture, const Matte& truth, const Image& background, int size, Random& random,
                         Image& out, Matte& matte) {
  SEGME_CHECK(picture.width() == truth.width() && picture.height() == truth.height() && size >= 1);
  soft_ = is_hard(truth) ? soften(truth) : truth;
  estimator_.run(picture, soft_, colours_);
  premultiply(colours_, soft_);
  const Placement placement = draw_placement(truth, size, random);
  int left = 0, top = 0;
  const ResizedSide across = seen_part(placement.width, placement.left, size, left);
  const ResizedSide down = seen_part(placement.height, placement.top, size, top);
  scaled_.resize(0, 0, 4);
  if (across.count > 0 && down.count > 0) resize_part(premultiplied_, across, down, scaled_);
  if (random() % 2 == 0) {
    scaled_ = flip(scaled_);
    left = size - left - scaled_.width();
  }
  const int shorter = std::min(background.width(), background.height());
  const int side = std::max(1, static_cast<int>(shorter * uniform(random, kLeastRoom, 1)));
  const Area part{static_cast<int>(uniform(random, 0, background.width() - side)),
                  static_cast<int>(uniform(random, 0, background.height() - side)), side, side};
  room_ = cut(background, part);
  resize_area(room_, size, size, out);
  matte.resize(size, size);
  mix(scaled_, left, top, out, matte);
}

}  // namespace segme::data
