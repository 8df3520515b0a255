// infer/sha256: FIPS 180-4 section 6.2. The round constants are the fractions of the cube roots of the first 64 primes
// and the start values those of the square roots of the first 8, so they are computed (exactly, in integers).
#include "infer/sha256.h"

#include <array>
#include <bit>
#include <cstring>

namespace segme {
namespace {

using Word = std::uint32_t;
__extension__ using Wide = unsigned __int128;
constexpr std::size_t kBlock = 64;

/// The first 32 bits behind the point of the square or cube root of n: floor(root(n * 2^(32 * power))) modulo 2^32.
constexpr Word root_fraction(unsigned n, int power) {
  std::uint64_t root = 0;
  for (int bit = 36; bit >= 0; --bit) {
    const std::uint64_t tried = root | (std::uint64_t{1} << bit);
    Wide product = 1;
    for (int i = 0; i < power; ++i) product *= tried;
    if (product <= (static_cast<Wide>(n) << (32 * power))) root = tried;
  }
  return static_cast<Word>(root);
}

template <std::size_t kCount>
constexpr std::array<Word, kCount> roots_of_primes(int power) {
  std::array<Word, kCount> made{};
  unsigned n = 2;
  for (Word& word : made) {
    word = root_fraction(n, power);
    for (bool prime = false; !prime;) {
      prime = true;
      ++n;
      for (unsigned d = 2; d * d <= n; ++d) prime = prime && n % d != 0;
    }
  }
  return made;
}

constexpr std::array<Word, 64> kRounds = roots_of_primes<64>(3);
constexpr std::array<Word, 8> kStart = roots_of_primes<8>(2);

Word big_endian(const std::uint8_t* p) { return Word{p[0]} << 24U | Word{p[1]} << 16U | Word{p[2]} << 8U | Word{p[3]}; }

void digest(const std::uint8_t* block, std::array<Word, 8>& state) {
  std::array<Word, 64> w{};
  for (std::size_t i = 0; i < 16; ++i) w[i] = big_endian(block + 4 * i);
  for (std::size_t i = 16; i < 64; ++i) {
    const Word a = w[i - 15];
    const Word b = w[i - 2];
    const Word small_0 = std::rotr(a, 7) ^ std::rotr(a, 18) ^ a >> 3U;
    const Word small_1 = std::rotr(b, 17) ^ std::rotr(b, 19) ^ b >> 10U;
    w[i] = w[i - 16] + small_0 + w[i - 7] + small_1;
  }
  auto [a, b, c, d, e, f, g, h] = state;
  for (std::size_t i = 0; i < 64; ++i) {
    const Word large_1 = std::rotr(e, 6) ^ std::rotr(e, 11) ^ std::rotr(e, 25);
    const Word choice = (e & f) ^ (~e & g);
    const Word large_0 = std::rotr(a, 2) ^ std::rotr(a, 13) ^ std::rotr(a, 22);
    const Word majority = (a & b) ^ (a & c) ^ (b & c);
    const Word first = h + large_1 + choice + kRounds[i] + w[i];
    h = g;
    g = f;
    f = e;
    e = d + first;
    d = c;
    c = b;
    b = a;
    a = first + large_0 + majority;
  }
  const std::array<Word, 8> added{a, b, c, d, e, f, g, h};
  for (std::size_t i = 0; i < 8; ++i) state[i] += added[i];
}

}  // namespace

std::string sha256_hex(std::span<const std::uint8_t> bytes) {
  std::array<Word, 8> state = kStart;
  std::size_t at = 0;
  for (; at + kBlock <= bytes.size(); at += kBlock) digest(bytes.data() + at, state);

  // The rest, one bit 1, zeros, and the length in bits fill one or two last blocks.
  std::array<std::uint8_t, 2 * kBlock> last{};
  const std::size_t rest = bytes.size() - at;
  if (rest > 0) std::memcpy(last.data(), bytes.data() + at, rest);
  last[rest] = 0x80;
  const std::size_t size = rest + 9 <= kBlock ? kBlock : 2 * kBlock;
  const std::uint64_t bits = std::uint64_t{bytes.size()} * 8;
  for (std::size_t i = 0; i < 8; ++i) last[size - 1 - i] = static_cast<std::uint8_t>(bits >> (8 * i));
  for (std::size_t i = 0; i < size; i += kBlock) digest(last.data() + i, state);

  std::string hex;
  for (const Word word : state) {
    for (int shift = 28; shift >= 0; shift -= 4) hex += "0123456789abcdef"[word >> static_cast<unsigned>(shift) & 15U];
  }
  return hex;
}

}  // namespace segme
