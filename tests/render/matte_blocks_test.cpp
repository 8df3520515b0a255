// render/matte_blocks: each block's flag against its values looked at one by one.
#include "render/matte_blocks.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace segme {
namespace {

TEST(matte_blocks, a_flag_says_what_any_value_of_the_block_is) {
  // 77 wide: two whole blocks and one of 13.
  const float sure = 1 - 0.4F / 256;
  const float faint = 0.4F / 256;
  for (int x = 0; x < 77; ++x) {
    for (const float value : {0.0F, faint, 0.01F, 0.5F, 0.99F, sure, 1.0F}) {
      for (const float rest : {0.0F, 1.0F}) {
        Matte matte(77, 2);
        std::fill_n(matte.data(), matte.size(), rest);
        matte.row(1)[x] = value;
        MatteBlocks blocks;
        blocks.run(matte);
        ASSERT_EQ(blocks.across(), 3);
        const std::uint8_t other = rest == 0 ? MatteBlocks::kBackground : MatteBlocks::kPerson;
        const bool person = rest == 1 || value > 0.5F / 256;
        const bool background = rest == 0 || value < 1 - 0.5F / 256;
        for (int block = 0; block < 3; ++block) {
          EXPECT_EQ(blocks.row(0)[block], other);
          const int expected = block == x / 32 ? (person ? 1 : 0) + (background ? 2 : 0) : other;
          EXPECT_EQ(blocks.row(1)[block], expected) << x << ", " << value << " among " << rest;
        }
        EXPECT_EQ(blocks.any_edge(), person && background);
      }
    }
  }
}

}  // namespace
}  // namespace segme
