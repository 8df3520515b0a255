// render/foreground: at each size a few sweeps over the pixels; a pixel's two colours explain what is seen there and
// stay close to their neighbours', closer where the matte is flat.
#include "render/foreground.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/resize.h"

namespace segme {
namespace {

constexpr int kWorkingSide = 640;  // longest side that is solved; finer colours come from the frame itself
constexpr int kSmall = 32;         // up to this side ...
constexpr int kSmallSweeps = 10;   // ... so many sweeps, beyond it
constexpr int kSweeps = 2;         // so many: the paper's numbers
constexpr float kRegularisation = 1e-5F;
constexpr float kSure = 254.5F / 255;  // a matte nearer to 1 than 8 bits can say counts as 1

}  // namespace

void ForegroundEstimator::run(const Image& frame, const Matte& matte, Image& colours) {
  SEGME_CHECK(frame.channels() == 3 && frame.width() == matte.width() && frame.height() == matte.height());
  const double factor = std::min(1.0, static_cast<double>(kWorkingSide) / std::max(frame.width(), frame.height()));
  const int width = std::max(1, static_cast<int>(std::lround(frame.width() * factor)));
  const int height = std::max(1, static_cast<int>(std::lround(frame.height() * factor)));
  resize_area(frame, width, height, small_frame_);
  resize_matte(matte, width, height, small_matte_);
  solve(width, height);
  correct(frame, matte, colours);
}

void ForegroundEstimator::solve(int width, int height) {
  level_.width = level_.height = 1;
  level_.person.assign(3, 128.0F);
  level_.background.assign(3, 128.0F);
  const int doublings = static_cast<int>(std::ceil(std::log2(std::max({width, height, 2}))));
  for (int step = 0; step <= doublings; ++step) {
    const double share = static_cast<double>(step) / doublings;
    next_.width = std::clamp(static_cast<int>(std::lround(std::pow(width, share))), 1, width);
    next_.height = std::clamp(static_cast<int>(std::lround(std::pow(height, share))), 1, height);
    const std::size_t count = static_cast<std::size_t>(next_.width) * static_cast<std::size_t>(next_.height) * 3;
    next_.person.resize(count);
    next_.background.resize(count);
    std::size_t to = 0;
    for (int y = 0; y < next_.height; ++y) {
      for (int x = 0; x < next_.width; ++x, to += 3) {
        const std::size_t from =
            3 * (static_cast<std::size_t>(y * level_.height / next_.height) * static_cast<std::size_t>(level_.width) +
                 static_cast<std::size_t>(x * level_.width / next_.width));
        std::copy_n(level_.person.begin() + static_cast<std::ptrdiff_t>(from), 3,
                    next_.person.begin() + static_cast<std::ptrdiff_t>(to));
        std::copy_n(level_.background.begin() + static_cast<std::ptrdiff_t>(from), 3,
                    next_.background.begin() + static_cast<std::ptrdiff_t>(to));
      }
    }
    std::swap(level_, next_);
    resize_area(small_frame_, level_.width, level_.height, level_frame_);
    resize_matte(small_matte_, level_.width, level_.height, level_matte_);
    const int sweeps = std::max(level_.width, level_.height) <= kSmall ? kSmallSweeps : kSweeps;
    for (int i = 0; i < sweeps; ++i) sweep(level_);
  }
}

void ForegroundEstimator::sweep(Level& level) {
  for (int y = 0; y < level.height; ++y) {
    const int above = std::max(y - 1, 0);
    const int below = std::min(y + 1, level.height - 1);
    for (int x = 0; x < level.width; ++x) {
      const std::array<std::array<int, 2>, 4> around{
          {{std::max(x - 1, 0), y}, {std::min(x + 1, level.width - 1), y}, {x, above}, {x, below}}};
      const float a = level_matte_.row(y)[x];
      float weight_sum = 0;
      float person[3] = {0, 0, 0};
      float background[3] = {0, 0, 0};
      for (const auto& [nx, ny] : around) {
        const float weight = kRegularisation + std::abs(a - level_matte_.row(ny)[nx]);
        const std::size_t at =
            3 * (static_cast<std::size_t>(ny) * static_cast<std::size_t>(level.width) + static_cast<std::size_t>(nx));
        weight_sum += weight;
        for (std::size_t c = 0; c < 3; ++c) {
          person[c] += weight * level.person[at + c];
          background[c] += weight * level.background[at + c];
        }
      }
      const float b = 1 - a;
      const float pp = a * a + weight_sum;
      const float pb = a * b;
      const float bb = b * b + weight_sum;
      const float scale = 1 / (pp * bb - pb * pb);
      const std::size_t at =
          3 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(level.width) + static_cast<std::size_t>(x));
      const std::uint8_t* seen = level_frame_.row(y) + x * 3;
      for (std::size_t c = 0; c < 3; ++c) {
        const float right_p = a * static_cast<float>(seen[c]) + person[c];
        const float right_b = b * static_cast<float>(seen[c]) + background[c];
        level.person[at + c] = std::clamp((bb * right_p - pb * right_b) * scale, 0.0F, 255.0F);
        level.background[at + c] = std::clamp((pp * right_b - pb * right_p) * scale, 0.0F, 255.0F);
      }
    }
  }
}

void ForegroundEstimator::correct(const Image& frame, const Matte& matte, Image& colours) const {
  colours.resize(frame.width(), frame.height(), 3);
  std::copy_n(frame.data(), frame.size(), colours.data());
  const float scale_x = static_cast<float>(level_.width) / static_cast<float>(frame.width());
  const float scale_y = static_cast<float>(level_.height) / static_cast<float>(frame.height());
  for (int y = 0; y < frame.height(); ++y) {
    const float* alpha = matte.row(y);
    const float fy =
        std::clamp((static_cast<float>(y) + 0.5F) * scale_y - 0.5F, 0.0F, static_cast<float>(level_.height - 1));
    const int y0 = static_cast<int>(fy);
    const int y1 = std::min(y0 + 1, level_.height - 1);
    const float v = fy - static_cast<float>(y0);
    for (int x = 0; x < frame.width(); ++x) {
      const float a = alpha[x];
      if (a <= 1 - kSure || a >= kSure) continue;
      const float fx =
          std::clamp((static_cast<float>(x) + 0.5F) * scale_x - 0.5F, 0.0F, static_cast<float>(level_.width - 1));
      const int x0 = static_cast<int>(fx);
      const int x1 = std::min(x0 + 1, level_.width - 1);
      const float u = fx - static_cast<float>(x0);
      const auto index = [&](int px, int py) {
        return 3 *
               (static_cast<std::size_t>(py) * static_cast<std::size_t>(level_.width) + static_cast<std::size_t>(px));
      };
      const std::size_t i00 = index(x0, y0);
      const std::size_t i10 = index(x1, y0);
      const std::size_t i01 = index(x0, y1);
      const std::size_t i11 = index(x1, y1);
      for (std::size_t c = 0; c < 3; ++c) {
        const auto mix = [&](const std::vector<float>& p) {
          const float top = p[i00 + c] * (1 - u) + p[i10 + c] * u;
          const float bottom = p[i01 + c] * (1 - u) + p[i11 + c] * u;
          return top * (1 - v) + bottom * v;
        };
        const float person = mix(level_.person);
        const float background = mix(level_.background);
        const float seen = static_cast<float>(frame.row(y)[static_cast<std::size_t>(x) * 3 + c]);
        const float better = person + a * (seen - a * person - (1 - a) * background);
        colours.row(y)[static_cast<std::size_t>(x) * 3 + c] =
            static_cast<std::uint8_t>(std::clamp(better + 0.5F, 0.0F, 255.0F));
      }
    }
  }
}

}  // namespace segme
