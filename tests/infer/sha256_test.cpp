// infer/sha256 against the examples of FIPS 180-4; infer/content_hash against every change of one bit.
#include "infer/sha256.h"

#include <gtest/gtest.h>

#include <set>
#include <string_view>
#include <vector>

#include "infer/content_hash.h"

namespace segme {
namespace {

std::span<const std::uint8_t> bytes_of(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

TEST(sha256, gives_the_values_of_the_standard) {
  EXPECT_EQ(sha256_hex({}), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256_hex(bytes_of("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256_hex(bytes_of("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(
      sha256_hex(bytes_of("abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmn"
                          "opqrsmnopqrstnopqrstu")),
      "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1");
  EXPECT_EQ(sha256_hex(std::vector<std::uint8_t>(1'000'000, 'a')),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(sha256, pads_right_at_every_length_around_a_block) {
  std::set<std::string> seen;
  for (std::size_t size = 50; size < 140; ++size) seen.insert(sha256_hex(std::vector<std::uint8_t>(size, 7)));
  EXPECT_EQ(seen.size(), 90U);
  // 55 bytes are the most, and 56 the least, that need no and a second block.
  EXPECT_EQ(sha256_hex(std::vector<std::uint8_t>(55, 'a')),
            "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318");
  EXPECT_EQ(sha256_hex(std::vector<std::uint8_t>(56, 'a')),
            "b35439a4ac6f0948b6d6f9e3c6af0f5f590ce20f1bde7090ef7970686ec6738a");
}

TEST(content_hash, changes_with_every_bit_with_the_length_and_with_the_seed) {
  for (const std::size_t size : {1U, 7U, 8U, 31U, 32U, 33U, 100U}) {
    std::vector<std::uint8_t> bytes(size, 0);
    std::set<std::uint64_t> seen{content_hash(bytes), content_hash(bytes, 1)};
    for (std::size_t bit = 0; bit < 8 * size; ++bit) {
      bytes[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
      seen.insert(content_hash(bytes));
      bytes[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
    }
    bytes.push_back(0);
    seen.insert(content_hash(bytes));
    EXPECT_EQ(seen.size(), 8 * size + 3);
  }
}

TEST(content_hash, is_written_as_16_digits) {
  EXPECT_EQ(hex_digits(0), "0000000000000000");
  EXPECT_EQ(hex_digits(0x0123456789ABCDEF), "0123456789abcdef");
}

}  // namespace
}  // namespace segme
