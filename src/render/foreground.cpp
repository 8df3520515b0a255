// render/foreground: at each size a few sweeps over the pixels; a pixel's two colours explain what is seen there and
// stay close to their neighbours', closer where the matte is flat. Where the matte is 0 or 1 all around, one of the
// colours is seen and nobody asks for the other: only tiles near the edge are worked on.
#include "render/foreground.h"

#include <algorithm>
#include <cmath>

#include "base/resize.h"

namespace segme {
namespace {

constexpr int kWorkingSide = 640;  // longest side that is solved; finer colours come from the frame itself
constexpr int kSmall = 32;         // up to this side ...
constexpr int kSmallSweeps = 10;   // ... so many sweeps, beyond it
constexpr int kSweeps = 2;         // so many: the paper's numbers
constexpr int kTile = 8;           // pixels a side of what is solved or left
constexpr float kRegularisation = 1e-5F;
constexpr float kSure = 254.5F / 255;  // a matte nearer to 1 than 8 bits can say counts as 1

}  // namespace

void ForegroundEstimator::run(const Image& frame, const Matte& matte, Image& colours) {
  SEGME_CHECK(frame.channels() == 3 && frame.width() == matte.width() && frame.height() == matte.height());
  plan(frame, matte);
  for (std::size_t i = 0; i < levels_.size(); ++i) {
    Level& level = levels_[i];
    begin(i > 0 ? &levels_[i - 1] : nullptr, level);
    const int sweeps = std::max(level.width, level.height) <= kSmall ? kSmallSweeps : kSweeps;
    for (int k = 0; k < sweeps; ++k) sweep(level);
  }
  correct(frame, matte, colours);
}

/// The sizes, and at each what is to be solved.
void ForegroundEstimator::plan(const Image& frame, const Matte& matte) {
  const double factor = std::min(1.0, static_cast<double>(kWorkingSide) / std::max(frame.width(), frame.height()));
  const int width = std::max(1, static_cast<int>(std::lround(frame.width() * factor)));
  const int height = std::max(1, static_cast<int>(std::lround(frame.height() * factor)));
  const int doublings = static_cast<int>(std::ceil(std::log2(std::max({width, height, 2}))));
  levels_.resize(static_cast<std::size_t>(doublings) + 1);
  for (int step = doublings; step >= 0; --step) {
    Level& level = levels_[static_cast<std::size_t>(step)];
    const double share = static_cast<double>(step) / doublings;
    level.width = std::clamp(static_cast<int>(std::lround(std::pow(width, share))), 1, width);
    level.height = std::clamp(static_cast<int>(std::lround(std::pow(height, share))), 1, height);
    level.across = (level.width + kTile - 1) / kTile;
    level.down = (level.height + kTile - 1) / kTile;
    const Level* finer = step < doublings ? &levels_[static_cast<std::size_t>(step) + 1] : nullptr;
    resize_area(finer != nullptr ? finer->frame : frame, level.width, level.height, level.frame);
    resize_matte(finer != nullptr ? finer->matte : matte, level.width, level.height, level.matte);
    const std::size_t values = static_cast<std::size_t>(level.width) * static_cast<std::size_t>(level.height) * 3;
    level.person.resize(values);
    level.background.resize(values);
    level.solved.assign(static_cast<std::size_t>(level.across) * static_cast<std::size_t>(level.down), 0);
    if (std::max(level.width, level.height) <= kSmall) {
      std::fill(level.solved.begin(), level.solved.end(), std::uint8_t{1});
    } else if (finer != nullptr) {
      mark_from(*finer, level);
    } else {
      mark_edges(level);
    }
    mark_known(level);
  }
}

/// To be solved: tiles where the matte, with a pixel around, is neither all 0 nor all 1.
void ForegroundEstimator::mark_edges(Level& level) {
  for (int ty = 0; ty < level.down; ++ty) {
    for (int tx = 0; tx < level.across; ++tx) {
      const int from_x = std::max(0, tx * kTile - 1);
      const int to_x = std::min((tx + 1) * kTile + 1, level.width);
      float least = 1, most = 0;
      for (int y = std::max(0, ty * kTile - 1); y < std::min((ty + 1) * kTile + 1, level.height); ++y) {
        const float* row = level.matte.row(y);
        for (int x = from_x; x < to_x; ++x) {
          least = std::min(least, row[x]);
          most = std::max(most, row[x]);
        }
      }
      const bool sure = most <= 1 - kSure || least >= kSure;
      level.solved[static_cast<std::size_t>(ty * level.across + tx)] = sure ? 0 : 1;
    }
  }
}

/// To be solved: what a tile that is solved at the finer level begins from.
void ForegroundEstimator::mark_from(const Level& finer, Level& level) {
  const auto tile = [](int at, int from, int to) { return at * to / from / kTile; };
  for (int ty = 0; ty < finer.down; ++ty) {
    for (int tx = 0; tx < finer.across; ++tx) {
      if (finer.solved[static_cast<std::size_t>(ty * finer.across + tx)] == 0) continue;
      const int last_x = std::min((tx + 1) * kTile, finer.width) - 1;
      const int last_y = std::min((ty + 1) * kTile, finer.height) - 1;
      for (int y = tile(ty * kTile, finer.height, level.height); y <= tile(last_y, finer.height, level.height); ++y) {
        for (int x = tile(tx * kTile, finer.width, level.width); x <= tile(last_x, finer.width, level.width); ++x) {
          level.solved[static_cast<std::size_t>(y * level.across + x)] = 1;
        }
      }
    }
  }
}

void ForegroundEstimator::mark_known(Level& level) {
  level.known.assign(level.solved.size(), 0);
  for (int ty = 0; ty < level.down; ++ty) {
    for (int tx = 0; tx < level.across; ++tx) {
      if (level.solved[static_cast<std::size_t>(ty * level.across + tx)] == 0) continue;
      for (int y = std::max(0, ty - 1); y <= std::min(ty + 1, level.down - 1); ++y) {
        for (int x = std::max(0, tx - 1); x <= std::min(tx + 1, level.across - 1); ++x) {
          level.known[static_cast<std::size_t>(y * level.across + x)] = 1;
        }
      }
    }
  }
}

/// What is known before the first sweep: the coarser level's colours, and where the matte is sure what is seen.
void ForegroundEstimator::begin(const Level* coarser, Level& level) {
  for (int y = 0; y < level.height; ++y) {
    const std::uint8_t* seen = level.frame.row(y);
    const float* matte = level.matte.row(y);
    for (int tx = 0; tx < level.across; ++tx) {
      if (level.known[static_cast<std::size_t>(y / kTile * level.across + tx)] == 0) continue;
      for (int x = tx * kTile; x < std::min((tx + 1) * kTile, level.width); ++x) {
        const std::size_t at = static_cast<std::size_t>(y * level.width + x) * 3;
        std::size_t from = 0;
        if (coarser != nullptr) {
          from = 3 * static_cast<std::size_t>(y * coarser->height / level.height * coarser->width +
                                              x * coarser->width / level.width);
        }
        for (std::size_t c = 0; c < 3; ++c) {
          const auto colour = static_cast<float>(seen[static_cast<std::size_t>(x) * 3 + c]);
          level.person[at + c] = matte[x] >= kSure || coarser == nullptr ? colour : coarser->person[from + c];
          level.background[at + c] =
              matte[x] <= 1 - kSure || coarser == nullptr ? colour : coarser->background[from + c];
        }
      }
    }
  }
}

void ForegroundEstimator::sweep(Level& level) {
  for (int y = 0; y < level.height; ++y) {
    for (int tx = 0; tx < level.across; ++tx) {
      if (level.solved[static_cast<std::size_t>(y / kTile * level.across + tx)] == 0) continue;
      for (int x = tx * kTile; x < std::min((tx + 1) * kTile, level.width); ++x) solve_pixel(level, x, y);
    }
  }
}

/// The two colours that explain best what is seen and are closest to those around: least squares, solved exactly.
void ForegroundEstimator::solve_pixel(Level& level, int x, int y) {
  const int around[4][2] = {{std::max(x - 1, 0), y},
                            {std::min(x + 1, level.width - 1), y},
                            {x, std::max(y - 1, 0)},
                            {x, std::min(y + 1, level.height - 1)}};
  const float a = level.matte.row(y)[x];
  float weight_sum = 0;
  float person[3] = {0, 0, 0};
  float background[3] = {0, 0, 0};
  for (const auto& [nx, ny] : around) {
    const float weight = kRegularisation + std::abs(a - level.matte.row(ny)[nx]);
    const std::size_t at = 3 * static_cast<std::size_t>(ny * level.width + nx);
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
  const std::size_t at = 3 * static_cast<std::size_t>(y * level.width + x);
  const std::uint8_t* seen = level.frame.row(y) + static_cast<std::ptrdiff_t>(x) * 3;
  for (std::size_t c = 0; c < 3; ++c) {
    const float right_p = a * static_cast<float>(seen[c]) + person[c];
    const float right_b = b * static_cast<float>(seen[c]) + background[c];
    level.person[at + c] = std::clamp((bb * right_p - pb * right_b) * scale, 0.0F, 255.0F);
    level.background[at + c] = std::clamp((pp * right_b - pb * right_p) * scale, 0.0F, 255.0F);
  }
}

void ForegroundEstimator::correct(const Image& frame, const Matte& matte, Image& colours) const {
  colours.resize(frame.width(), frame.height(), 3);
  std::copy_n(frame.data(), frame.size(), colours.data());
  const Level& level = levels_.back();
  const float scale_x = static_cast<float>(level.width) / static_cast<float>(frame.width());
  const float scale_y = static_cast<float>(level.height) / static_cast<float>(frame.height());
  for (int y = 0; y < frame.height(); ++y) {
    const float* alpha = matte.row(y);
    const float fy =
        std::clamp((static_cast<float>(y) + 0.5F) * scale_y - 0.5F, 0.0F, static_cast<float>(level.height - 1));
    const int y0 = static_cast<int>(fy);
    const int y1 = std::min(y0 + 1, level.height - 1);
    const float v = fy - static_cast<float>(y0);
    for (int x = 0; x < frame.width(); ++x) {
      const float a = alpha[x];
      if (a <= 1 - kSure || a >= kSure) continue;
      const float fx =
          std::clamp((static_cast<float>(x) + 0.5F) * scale_x - 0.5F, 0.0F, static_cast<float>(level.width - 1));
      const int x0 = static_cast<int>(fx);
      const int x1 = std::min(x0 + 1, level.width - 1);
      const float u = fx - static_cast<float>(x0);
      const auto index = [&](int px, int py) {
        return 3 *
               (static_cast<std::size_t>(py) * static_cast<std::size_t>(level.width) + static_cast<std::size_t>(px));
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
        const float person = mix(level.person);
        const float background = mix(level.background);
        const float seen = static_cast<float>(frame.row(y)[static_cast<std::size_t>(x) * 3 + c]);
        const float better = person + a * (seen - a * person - (1 - a) * background);
        colours.row(y)[static_cast<std::size_t>(x) * 3 + c] =
            static_cast<std::uint8_t>(std::clamp(better + 0.5F, 0.0F, 255.0F));
      }
    }
  }
}

}  // namespace segme
