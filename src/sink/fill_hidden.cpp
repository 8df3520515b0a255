// sink/fill_hidden: the mean colour of each block goes on into empty blocks around it, a few times; beyond them all is
// of one colour.
#include "sink/fill_hidden.h"

#include <algorithm>

namespace segme {
namespace {

constexpr int kBlock = 16;  // pixels: what a macroblock or a transform of most codecs is wide
constexpr int kSpread = 4;  // blocks: as far as the largest transform reaches

}  // namespace

void HiddenFill::run(const Image& picture, Image& filled) {
  SEGME_CHECK(picture.channels() == 4);
  columns_ = (picture.width() + kBlock - 1) / kBlock;
  rows_ = (picture.height() + kBlock - 1) / kBlock;
  gather(picture);
  spread();
  filled.resize(picture.width(), picture.height(), 4);
  for (int y = 0; y < picture.height(); ++y) {
    const std::uint8_t* from = picture.row(y);
    std::uint8_t* to = filled.row(y);
    const Block* block = blocks_.data() + static_cast<std::ptrdiff_t>(y / kBlock) * columns_;
    for (int x = 0; x < picture.width(); ++x, from += 4, to += 4) {
      const bool hidden = from[3] == 0;
      const float* colour = block[x / kBlock].colour;
      for (int c = 0; c < 3; ++c) to[c] = hidden ? static_cast<std::uint8_t>(colour[c] + 0.5F) : from[c];
      to[3] = from[3];
    }
  }
}

/// Mean colours, each pixel as much as it can be seen.
void HiddenFill::gather(const Image& picture) {
  blocks_.assign(static_cast<std::size_t>(columns_) * static_cast<std::size_t>(rows_), Block{});
  for (int y = 0; y < picture.height(); ++y) {
    const std::uint8_t* pixel = picture.row(y);
    Block* block = blocks_.data() + static_cast<std::ptrdiff_t>(y / kBlock) * columns_;
    for (int x = 0; x < picture.width(); ++x, pixel += 4) {
      if (pixel[3] == 0) continue;
      Block& own = block[x / kBlock];
      const float alpha = static_cast<float>(pixel[3]) / 255;
      own.weight += alpha;
      for (int c = 0; c < 3; ++c) own.colour[c] += alpha * static_cast<float>(pixel[c]);
    }
  }
  for (Block& block : blocks_) {
    if (block.weight <= 0) continue;
    for (float& value : block.colour) value /= block.weight;
  }
}

void HiddenFill::spread() {
  for (int round = 0; round < kSpread; ++round) {
    next_ = blocks_;
    for (int y = 0; y < rows_; ++y) {
      for (int x = 0; x < columns_; ++x) {
        Block& block = next_[static_cast<std::size_t>(y * columns_ + x)];
        if (block.weight > 0) continue;
        Block sum;
        for (int ny = std::max(0, y - 1); ny <= std::min(rows_ - 1, y + 1); ++ny) {
          for (int nx = std::max(0, x - 1); nx <= std::min(columns_ - 1, x + 1); ++nx) {
            const Block& other = blocks_[static_cast<std::size_t>(ny * columns_ + nx)];
            if (other.weight <= 0) continue;
            sum.weight += 1;
            for (int c = 0; c < 3; ++c) sum.colour[c] += other.colour[c];
          }
        }
        if (sum.weight <= 0) continue;
        for (int c = 0; c < 3; ++c) block.colour[c] = sum.colour[c] / sum.weight;
        block.weight = 1;
      }
    }
    blocks_.swap(next_);
  }
}

}  // namespace segme
