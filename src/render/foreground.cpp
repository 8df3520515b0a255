// render/foreground: at each size a few sweeps over the pixels; a pixel's two colours explain what is seen there and
// stay close to their neighbours', closer where the matte is flat.
#include "render/foreground.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <utility>

#include "render/kernels.h"

namespace segme {
namespace {

// Colours are four floats, R, G, B and one that nobody reads: a register of every processor, and every compiler's.
constexpr int kLanes = 4;
using Colour [[gnu::vector_size(kLanes * sizeof(float))]] = float;

Colour all(float value) { return Colour{value, value, value, value}; }
Colour load(const float* from) {
  Colour colour;
  std::memcpy(&colour, from, sizeof colour);
  return colour;
}
void store(const Colour& colour, float* to) { std::memcpy(to, &colour, sizeof colour); }
using Integers [[gnu::vector_size(kLanes * sizeof(int))]] = int;
using Bytes [[gnu::vector_size(kLanes)]] = std::uint8_t;
Colour load_pixel(const std::uint8_t* pixel) {
  // By way of a register: a vector that is read back from three bytes just written would wait for them.
  const std::uint32_t packed = static_cast<std::uint32_t>(pixel[0]) | static_cast<std::uint32_t>(pixel[1]) << 8U |
                               static_cast<std::uint32_t>(pixel[2]) << 16U;
  Bytes bytes;
  std::memcpy(&bytes, &packed, sizeof bytes);
  return __builtin_convertvector(__builtin_convertvector(bytes, Integers), Colour);
}
Colour clamp_colour(const Colour& colour) {
  const Colour low = colour < all(0) ? all(0) : colour;
  return low > all(255) ? all(255) : low;
}

constexpr int kWorkingSide = 320;  // longest side that is solved; finer colours come from the frame itself
constexpr int kSmall = 32;         // up to this side ...
constexpr int kSmallSweeps = 10;   // ... so many sweeps, beyond it
constexpr int kSweeps = 2;         // so many: the paper's numbers
constexpr float kRegularisation = 1e-5F;

// How near to a soft pixel: solved are its neighbours too, and theirs have a value.
constexpr std::uint8_t kEdge = 1, kSolved = 2, kSoft = 3;
constexpr int kBlock = MatteBlocks::kSide;

/// soft[i] becomes 1 where alpha[i] is neither 0 nor 1.
void join_soft(const float* alpha, int count, std::uint8_t* soft) {
  for (int i = 0; i < count; ++i) {
    const int is_soft = static_cast<int>(alpha[i] > kSoftLeast) & static_cast<int>(alpha[i] < kSure);
    soft[i] = static_cast<std::uint8_t>(soft[i] | is_soft);
  }
}

/// The pixel in the middle of box `i` when `size` pixels are cut into `count` boxes.
int box_middle(int i, int count, int size) {
  return static_cast<int>((std::int64_t{2} * i + 1) * size / (std::int64_t{2} * count));
}

/// The next place behind x that may have a mark: eight bytes without any are passed over at a time.
int next_mark(const std::uint8_t* near, int x, int width) {
  for (++x; x + 8 <= width; x += 8) {
    std::uint64_t eight = 0;
    std::memcpy(&eight, near + x, sizeof eight);
    if (eight != 0) break;
  }
  return x;
}

/// The box that pixel `i` of `size` lies in.
int box_of(int i, int count, int size) { return static_cast<int>((std::int64_t{i} * count + count - 1) / size); }

void box_middles(int count, int size, std::vector<int>& middles) {
  middles.resize(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) middles[static_cast<std::size_t>(i)] = box_middle(i, count, size);
}

/// Colours and matte of one pixel in the middle of each box, where `near` has a mark. A mean would be worse: colour and
/// matte of hair change together, and the mean of their products is not the product of their means.
void pick(const Image& frame, const Matte& matte, const std::uint8_t* near, float* seen, int width, int height,
          std::vector<int>& columns) {
  box_middles(width, frame.width(), columns);
  for (int y = 0; y < height; ++y) {
    const int from = box_middle(y, height, frame.height());
    const std::uint8_t* row = frame.row(from);
    const float* alpha = matte.row(from);
    const std::uint8_t* marks = near + static_cast<std::ptrdiff_t>(y) * width;
    float* to = seen + static_cast<std::ptrdiff_t>(y) * width * kLanes;
    for (int x = 0; x < width; x = marks[x] == 0 ? next_mark(marks, x, width) : x + 1) {
      if (marks[x] == 0) continue;
      const std::ptrdiff_t at = columns[static_cast<std::size_t>(x)];
      Colour colour = load_pixel(row + 3 * at);
      colour[kLanes - 1] = alpha[at];
      store(colour, to + static_cast<std::ptrdiff_t>(x) * kLanes);
    }
  }
}

/// Marks pixels of the working size that a soft pixel lies in. Rows of one working row are joined first, which
/// compilers do many pixels at a time. `soft`: scratch, a byte a column of the matte.
void mark_soft(const Matte& matte, const MatteBlocks& blocks, std::uint8_t* near, int width, int height,
               std::vector<int>& columns, Buffer<std::uint8_t>& soft) {
  const int full = matte.width();
  columns.resize(static_cast<std::size_t>(full));
  for (int x = 0; x < full; ++x) columns[static_cast<std::size_t>(x)] = box_of(x, width, full);
  std::fill_n(near, static_cast<std::size_t>(width) * static_cast<std::size_t>(height), std::uint8_t{0});
  soft.resize(static_cast<std::size_t>(full));
  for (int begin = 0; begin < matte.height();) {
    const int row = box_of(begin, height, matte.height());
    int end = begin + 1;
    while (end < matte.height() && box_of(end, height, matte.height()) == row) ++end;
    std::uint8_t* marks = near + static_cast<std::ptrdiff_t>(row) * width;
    for (int block = 0; block < blocks.across(); ++block) {
      const int first = block * kBlock;
      const int count = std::min(kBlock, full - first);
      bool any = false;
      for (int y = begin; y < end; ++y) {
        if (blocks.row(y)[block] != MatteBlocks::kBoth) continue;
        if (!std::exchange(any, true)) std::fill_n(soft.data() + first, count, std::uint8_t{0});
        join_soft(matte.row(y) + first, count, soft.data() + first);
      }
      if (!any) continue;
      for (int x = first; x < first + count; ++x) {
        if (soft.data()[x] != 0) marks[columns[static_cast<std::size_t>(x)]] = kSoft;
      }
    }
    begin = end;
  }
}

/// A pixel is soft where one of the finer layer is that begins in it.
void reduce_marks(const std::uint8_t* fine, int fine_width, int fine_height, std::uint8_t* coarse, int width,
                  int height) {
  std::fill_n(coarse, static_cast<std::size_t>(width) * static_cast<std::size_t>(height), std::uint8_t{0});
  for (int y = 0; y < fine_height; ++y) {
    const std::uint8_t* from = fine + static_cast<std::ptrdiff_t>(y) * fine_width;
    std::uint8_t* to = coarse + static_cast<std::ptrdiff_t>(y * height / fine_height) * width;
    for (int x = 0; x < fine_width; x = from[x] == 0 ? next_mark(from, x, fine_width) : x + 1) {
      if (from[x] != 0) to[x * width / fine_width] = kSoft;
    }
  }
}

/// Marks the eight neighbours of pixels that have a mark with `mark`, where they have none.
void spread_marks(std::uint8_t* near, int width, int height, std::uint8_t mark, std::uint8_t* scratch) {
  const auto w = static_cast<std::ptrdiff_t>(width);
  for (int y = 0; y < height; ++y) {
    std::uint8_t* row = scratch + y * w;
    const std::uint8_t* here = near + y * w;
    const std::uint8_t* above = y > 0 ? here - w : here;
    const std::uint8_t* below = y + 1 < height ? here + w : here;
    for (std::ptrdiff_t x = 0; x < w; ++x) row[x] = static_cast<std::uint8_t>(above[x] | here[x] | below[x]);
  }
  for (int y = 0; y < height; ++y) {
    const std::uint8_t* row = scratch + y * w;
    std::uint8_t* out = near + y * w;
    const auto mark_by = [&](std::ptrdiff_t x, int around) {
      const int marked = out[x] != 0 ? out[x] : mark;
      out[x] = static_cast<std::uint8_t>(around != 0 ? marked : 0);
    };
    mark_by(0, row[0] | row[std::min<std::ptrdiff_t>(1, w - 1)]);
    for (std::ptrdiff_t x = 1; x + 1 < w; ++x) mark_by(x, row[x - 1] | row[x] | row[x + 1]);
    if (w > 1) mark_by(w - 1, row[w - 2] | row[w - 1]);
  }
}

}  // namespace

void ForegroundEstimator::run(const Image& frame, const Matte& matte, Image& colours) {
  SEGME_CHECK(frame.channels() == 3 && frame.width() == matte.width() && frame.height() == matte.height());
  colours.resize(frame.width(), frame.height(), 3);
  std::copy_n(frame.data(), frame.size(), colours.data());
  blocks_.run(matte);
  if (blocks_.any_edge()) run_edges(frame, matte, blocks_, colours);
}

void ForegroundEstimator::run_edges(const Image& frame, const Matte& matte, const MatteBlocks& blocks, Image& colours) {
  SEGME_CHECK(frame.channels() == 3 && frame.width() == matte.width() && frame.height() == matte.height());
  colours.resize(frame.width(), frame.height(), 3);
  make_layers(frame, matte, blocks);
  solve();
  correct(frame, matte, blocks, colours);
}

/// From fine to coarse.
void ForegroundEstimator::make_layers(const Image& frame, const Matte& matte, const MatteBlocks& blocks) {
  const double factor = std::min(1.0, static_cast<double>(kWorkingSide) / std::max(frame.width(), frame.height()));
  const int width = std::max(1, static_cast<int>(std::lround(frame.width() * factor)));
  const int height = std::max(1, static_cast<int>(std::lround(frame.height() * factor)));
  const int doublings = static_cast<int>(std::ceil(std::log2(std::max({width, height, 2}))));
  layers_.resize(static_cast<std::size_t>(doublings) + 1);
  for (int step = doublings; step >= 0; --step) {
    Layer& layer = layers_[static_cast<std::size_t>(step)];
    const bool finest = step == doublings;
    const Layer* finer = finest ? nullptr : &layers_[static_cast<std::size_t>(step) + 1];
    const double share = static_cast<double>(step) / doublings;
    const int w = std::clamp(static_cast<int>(std::lround(std::pow(width, share))), 1, width);
    const int h = std::clamp(static_cast<int>(std::lround(std::pow(height, share))), 1, height);
    layer.width = w;
    layer.height = h;
    layer.near.resize(static_cast<std::size_t>(w) * static_cast<std::size_t>(h));
    layer.seen.resize(layer.near.size() * kLanes);
    scratch_.resize(std::max(scratch_.size(), layer.near.size()));
    if (finest) {
      mark_soft(matte, blocks, layer.near.data(), w, h, columns_, soft_);
      continue;
    }
    reduce_marks(finer->near.data(), finer->width, finer->height, layer.near.data(), w, h);
  }
  for (Layer& layer : layers_) {
    const int w = layer.width;
    const int h = layer.height;
    std::uint8_t* near = layer.near.data();
    if (std::max(w, h) <= kSmall) {
      std::fill_n(near, layer.near.size(), kSolved);
    } else {
      spread_marks(near, w, h, kSolved, scratch_.data());
      spread_marks(near, w, h, kEdge, scratch_.data());
    }
    pick(frame, matte, near, layer.seen.data(), w, h, columns_);
  }
}

void ForegroundEstimator::solve() {
  level_.width = level_.height = 1;
  for (Buffer<float>* colours : {&level_.person, &level_.background}) {
    colours->resize(kLanes);
    std::fill_n(colours->data(), kLanes, 128.0F);
  }
  for (const Layer& layer : layers_) {
    enlarge(layer);
    const int sweeps = std::max(level_.width, level_.height) <= kSmall ? kSmallSweeps : kSweeps;
    for (int i = 0; i < sweeps; ++i) sweep(layer);
  }
}

/// The coarser level's colours become the first guess; where the matte is sure, one of the two is what is seen.
void ForegroundEstimator::enlarge(const Layer& layer) {
  next_.width = layer.width;
  next_.height = layer.height;
  next_.person.resize(layer.seen.size());
  next_.background.resize(layer.seen.size());
  columns_.resize(static_cast<std::size_t>(next_.width));
  for (int x = 0; x < next_.width; ++x) columns_[static_cast<std::size_t>(x)] = x * level_.width / next_.width;
  for (int y = 0; y < next_.height; ++y) {
    const std::ptrdiff_t row = static_cast<std::ptrdiff_t>(y) * next_.width;
    const std::ptrdiff_t parents = static_cast<std::ptrdiff_t>(y * level_.height / next_.height) * level_.width;
    const std::uint8_t* near = layer.near.data() + row;
    for (int x = 0; x < next_.width; x = near[x] == 0 ? next_mark(near, x, next_.width) : x + 1) {
      if (near[x] == 0) continue;
      const std::ptrdiff_t from = kLanes * (parents + columns_[static_cast<std::size_t>(x)]);
      const std::ptrdiff_t to = kLanes * (row + x);
      const Colour seen = load(layer.seen.data() + to);
      const float a = seen[kLanes - 1];
      const Colour person = a >= kSure ? seen : load(level_.person.data() + from);
      const Colour background = a <= kSoftLeast ? seen : load(level_.background.data() + from);
      store(person, next_.person.data() + to);
      store(background, next_.background.data() + to);
    }
  }
  std::swap(level_.width, next_.width);
  std::swap(level_.height, next_.height);
  level_.person.swap(next_.person);
  level_.background.swap(next_.background);
}

void ForegroundEstimator::sweep(const Layer& layer) {
  const int width = level_.width;
  for (int y = 0; y < level_.height; ++y) {
    const std::ptrdiff_t row = static_cast<std::ptrdiff_t>(y) * width;
    const std::ptrdiff_t above = y > 0 ? -width : 0;
    const std::ptrdiff_t below = y + 1 < level_.height ? width : 0;
    const std::uint8_t* near = layer.near.data() + row;
    for (int x = 0; x < width; x = near[x] == 0 ? next_mark(near, x, width) : x + 1) {
      if (near[x] < kSolved) continue;
      // The left neighbour was solved just now: it comes last, for everything else need not wait for it.
      const std::array<std::ptrdiff_t, 4> around{x + 1 < width ? 1 : 0, above, below, x > 0 ? -1 : 0};
      const float* at = layer.seen.data() + kLanes * (row + x);
      const Colour seen = load(at);
      const float a = at[kLanes - 1];
      float* of_person = level_.person.data() + kLanes * (row + x);
      float* of_background = level_.background.data() + kLanes * (row + x);
      float weight_sum = 0;
      Colour person = all(0);
      Colour background = all(0);
      for (const std::ptrdiff_t step : around) {
        const float weight = kRegularisation + std::abs(a - at[kLanes * step + kLanes - 1]);
        weight_sum += weight;
        person += weight * load(of_person + kLanes * step);
        background += weight * load(of_background + kLanes * step);
      }
      const float b = 1 - a;
      const float pp = a * a + weight_sum;
      const float pb = a * b;
      const float bb = b * b + weight_sum;
      const float scale = 1 / (pp * bb - pb * pb);
      const Colour right_p = a * seen + person;
      const Colour right_b = b * seen + background;
      const Colour new_p = (scale * bb) * right_p - (scale * pb) * right_b;
      const Colour new_b = (scale * pp) * right_b - (scale * pb) * right_p;
      store(clamp_colour(new_p), of_person);
      store(clamp_colour(new_b), of_background);
    }
  }
}

/// What the kernel reads: the solved level in planes, and where each pixel of the frame lies on it.
void ForegroundEstimator::lay_out(const Layer& finest, int width) {
  const std::ptrdiff_t w = level_.width, plane = w * level_.height;
  planes_.resize(kPlanes * static_cast<std::size_t>(plane));
  for (int y = 0; y < level_.height; ++y) {
    const std::uint8_t* near = finest.near.data() + y * w;
    for (int x = 0; x < level_.width; x = near[x] == 0 ? next_mark(near, x, level_.width) : x + 1) {
      if (near[x] == 0) continue;
      const std::ptrdiff_t at = y * w + x;
      for (int c = 0; c < 3; ++c) {
        planes_.data()[c * plane + at] = level_.person.data()[kLanes * at + c];
        planes_.data()[(3 + c) * plane + at] = level_.background.data()[kLanes * at + c];
      }
    }
  }
  mixed_.resize(kPlanes * static_cast<std::size_t>(w + kLevelPad));
  columns_.resize(static_cast<std::size_t>(width));
  parts_.resize(columns_.size());
  const float scale = static_cast<float>(level_.width) / static_cast<float>(width);
  for (int x = 0; x < width; ++x) {
    const float at =
        std::clamp((static_cast<float>(x) + 0.5F) * scale - 0.5F, 0.0F, static_cast<float>(level_.width - 1));
    columns_[static_cast<std::size_t>(x)] = static_cast<int>(at);
    parts_[static_cast<std::size_t>(x)] = at - std::floor(at);
  }
}

/// Columns `first` to `last` of the level at `height` (0: the middle of its first row), and one more.
void ForegroundEstimator::mix_columns(float height, int first, int last) {
  const auto row = static_cast<int>(height);
  const float below = height - static_cast<float>(row);
  const std::ptrdiff_t w = level_.width, plane = w * level_.height;
  const std::ptrdiff_t down = row + 1 < level_.height ? w : 0;
  for (std::ptrdiff_t p = 0; p < kPlanes; ++p) {
    const float* from = planes_.data() + p * plane + row * w;
    float* to = mixed_.data() + p * (w + kLevelPad);
    const std::ptrdiff_t end = std::min<std::ptrdiff_t>(last + 2, w);
    for (std::ptrdiff_t x = first; x < end; ++x) to[x] = from[x] * (1 - below) + from[x + down] * below;
    if (end == w) to[w] = to[w - 1];
  }
}

void ForegroundEstimator::correct(const Image& frame, const Matte& matte, const MatteBlocks& blocks, Image& colours) {
  lay_out(layers_.back(), frame.width());
  const RenderKernels& kernels = fast_render_kernels();
  const float scale = static_cast<float>(level_.height) / static_cast<float>(frame.height());
  const std::ptrdiff_t stride = level_.width + kLevelPad;
  LevelRow level{};
  for (std::ptrdiff_t p = 0; p < kPlanes; ++p) level.planes[p] = mixed_.data() + p * stride;
  for (int y = 0; y < frame.height(); ++y) {
    const std::uint8_t* flags = blocks.row(y);
    const float height =
        std::clamp((static_cast<float>(y) + 0.5F) * scale - 0.5F, 0.0F, static_cast<float>(level_.height - 1));
    for (int block = 0; block < blocks.across();) {
      const int first = block++;
      if (flags[first] != MatteBlocks::kBoth) continue;
      while (block < blocks.across() && flags[block] == MatteBlocks::kBoth) ++block;
      const std::ptrdiff_t begin = std::ptrdiff_t{first} * kBlock;
      const std::ptrdiff_t end = std::min(block * kBlock, frame.width());
      level.columns = columns_.data() + begin;
      level.parts = parts_.data() + begin;
      mix_columns(height, columns_[static_cast<std::size_t>(begin)], columns_[static_cast<std::size_t>(end - 1)]);
      kernels.own_colours(frame.row(y) + 3 * begin, matte.row(y) + begin, level, static_cast<std::size_t>(end - begin),
                          colours.row(y) + 3 * begin);
    }
  }
}

void keep_stored_colours(const Frame& frame, Image& colours) {
  for (std::size_t i = 0; i < frame.alpha.size(); ++i) {
    if (frame.alpha.data()[i] != 255) std::copy_n(frame.colours.data() + 3 * i, 3, colours.data() + 3 * i);
  }
}

}  // namespace segme
