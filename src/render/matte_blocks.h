// render/matte_blocks: where a matte is all person, all background, or both: looked up once for a frame, so that most
// of it is copied and only the rest is computed.
#pragma once

#include <cstdint>

#include "base/buffer.h"
#include "base/image.h"

namespace segme {

class MatteBlocks {
 public:
  static constexpr int kSide = 32;  ///< pixels of a row that are looked at together
  static constexpr std::uint8_t kPerson = 1, kBackground = 2, kBoth = 3;

  void run(const Matte& matte);
  /// What is in each block of row y: kPerson, kBackground or kBoth. A value nearer to 0 or 1 than half of an 8-bit step
  /// is 0 or 1.
  [[nodiscard]] const std::uint8_t* row(int y) const {
    return flags_.data() + static_cast<std::ptrdiff_t>(y) * across_;
  }
  [[nodiscard]] int across() const { return across_; }
  /// Whether any block has both.
  [[nodiscard]] bool any_edge() const { return any_edge_; }

 private:
  Buffer<std::uint8_t> flags_;
  int across_ = 0;
  bool any_edge_ = false;
};

}  // namespace segme
