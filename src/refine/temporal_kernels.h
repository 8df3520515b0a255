// refine/temporal_kernels: the inner loops of temporal, once plain and once in Highway for the machine's best SIMD. The
// plain ones say what is computed; the tests hold the fast ones against them.
#pragma once

#include <cstddef>
#include <cstdint>

namespace segme {

/// What values a block of a matte has: some that are not 0, some that are not 1. Both: it is undecided.
enum : std::uint8_t { kSomePerson = 1, kLacksPerson = 2, kUndecided = kSomePerson | kLacksPerson };

/// A block whose values are all that near to 0, or all to 1, is decided.
inline constexpr float kDecided = 1.0F / 128;
/// Side of a block of a large matte, in pixels.
inline constexpr std::size_t kStillBlock = 16;

/// A row of values that are to be mixed with those given out before.
struct MixRow {
  float still = 0, drift = 0, floor = 0;  ///< how much of a new frame counts
  float patience = 1;                     ///< how many times as much as usual a place may change and still be the same
  std::size_t count = 0;
  const float* changes = nullptr;      ///< of the picture, mean of 3 x 3, in 1/255
  const float* innovations = nullptr;  ///< the new matte less the prior
  const float* leaps = nullptr;        ///< their means of 3 x 3
  const float* priors = nullptr;       ///< what was given out before
  float* drifts = nullptr;             ///< mean of the innovations, with its sign; it is kept up
  float* floors = nullptr;             ///< what a place changes by when nothing happens, in 1/255; it is kept up
  float* given = nullptr;              ///< the result
};

struct TemporalKernels {
  /// flags[i] |= what the values 16 * i .. 16 * i + 15 of a row have.
  void (*look)(const float* row, std::size_t count, std::uint8_t* flags);
  /// out[i] = the largest difference of the three colours of pixel i.
  void (*change)(const std::uint8_t* now, const std::uint8_t* before, std::size_t pixels, float* out);
  /// out[i] = a[i] - b[i].
  void (*subtract)(const float* a, const float* b, std::size_t count, float* out);
  /// out[i] = the mean of i - 1, i and i + 1 of the three rows.
  void (*box)(const float* const rows[3], std::size_t count, float* out);
  /// Returns the sum of the floors.
  float (*mix)(const MixRow& row);
};

inline constexpr float kDriftWeight = 2.0F;  ///< what a lasting innovation of 1 adds to the weight of the new frame
inline constexpr float kQuietFloor = 3.0F;   ///< in 1/255: a change below it is no change in any camera's picture
inline constexpr float kNoisyFloor = 24.0F;  ///< in 1/255: where it always changes that much, the picture tells nothing
inline constexpr float kChangeBegin = 1.5F;  ///< times floor and patience: from here on a change counts ...
inline constexpr float kChangeEnd = 3.0F;    ///< ... and from here on wholly
inline constexpr float kLeapBegin = 0.15F;   ///< the same for the matte's own change, where the picture tells nothing
inline constexpr float kLeapEnd = 0.4F;

extern const TemporalKernels plain_temporal_kernels;
const TemporalKernels& fast_temporal_kernels();

}  // namespace segme
