// data/fingerprint: what stays of a picture when it is saved again, at another size, lighter or mirrored; two pictures
// with nearly the same fingerprint are the same picture. First a 64-bit hash of the signs of low DCT frequencies (after
// Zauner 2010, "Implementation and Benchmarking of Perceptual Image Hash Functions"), which finds candidates fast; then
// the correlation of two small colour copies, which tells two different portraits on a wall from one saved twice.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "base/image.h"

namespace segme::data {

struct Fingerprint {
  static constexpr int kSide = 16;
  std::uint64_t hash = 0, mirrored = 0;                  ///< of the picture and of its mirror image
  std::array<std::uint8_t, kSide* kSide* 3> small = {};  ///< RGB
};

/// Of an RGB picture of any size. Cut-outs: give them over one colour.
Fingerprint fingerprint_of(const Image& picture);

/// Hamming distance of the hashes, the mirrored one taken where it is nearer.
int hash_distance(const Fingerprint& a, const Fingerprint& b);
/// Correlation -1..1 of the small copies, the mirrored one taken where it is higher. Flat pictures: 1 when both are of
/// the same colour, else 0.
double likeness(const Fingerprint& a, const Fingerprint& b);

inline constexpr int kMostDistance = 12;        ///< bits of 64; docs/data.md has the measurement
inline constexpr double kLeastLikeness = 0.96;  ///< the same

/// Whether both are one picture.
bool same_picture(const Fingerprint& a, const Fingerprint& b);

/// Groups of two or more indices that are one picture, each ascending, in order of their first.
std::vector<std::vector<std::size_t>> same_pictures(std::span<const Fingerprint> prints);

}  // namespace segme::data
