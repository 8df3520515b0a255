// base/video: what is said of a video besides its pictures: moments as exact fractions, and how its colours are stored.
// capture/video_file reads it off a file, sink/video_file writes it into one.
#pragma once

#include <cstdint>

namespace segme {

/// A fraction: frames a second, or seconds a tick of timestamps. 0/1 where it is not known.
struct Rational {
  std::int64_t numerator = 0;
  std::int64_t denominator = 1;
  [[nodiscard]] double value() const { return static_cast<double>(numerator) / static_cast<double>(denominator); }
  bool operator==(const Rational&) const = default;
};

/// How luma and chroma are made of R, G and B.
enum class ColourMatrix { bt601, bt709, bt2020 };

constexpr int kNotSaid = 2;  // "unspecified" of ITU-T H.273, for space, primaries and transfer

/// How the numbers of a stored picture are meant, and what the file itself says of it (which may be nothing).
struct Colours {
  ColourMatrix matrix = ColourMatrix::bt709;
  bool full_range = false;  ///< luma 0..255; otherwise 16..235
  bool range_said = false;
  int space = kNotSaid;  ///< as the file has them, in the numbers of ITU-T H.273
  int primaries = kNotSaid;
  int transfer = kNotSaid;
  bool operator==(const Colours&) const = default;
};

/// What is written where no source says otherwise: BT.709 in limited range, and said so.
constexpr Colours kHighDefinition{ColourMatrix::bt709, false, true, 1, 1, 1};

}  // namespace segme
