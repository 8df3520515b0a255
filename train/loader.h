// train/loader: pictures and mattes from disk into batches, on threads of its own: decoded once and kept small in
// memory, augmented and composited anew for every batch. No LibTorch here: plain bytes and floats.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/image.h"

namespace segme::train {

/// One line of manifest.csv.
struct Sample {
  std::filesystem::path image, matte;  ///< absolute; matte is empty for backgrounds
  std::string source, kind, label, split;
};

/// Reads manifest.csv (columns image, mask, width, height, source, kind, label, licence, split).
/// @throws Error(input) with the line that is wrong.
std::vector<Sample> read_manifest(const std::filesystem::path& csv);

struct LoaderOptions {
  int batch = 24;  ///< pictures that next() gives
  int threads = 2;
  std::uint64_t seed = 1;
  int cache_pixels = 320;        ///< decoded pictures are kept with this short-ish side (long side at most 4/3 of it)
  float composites = 0.35F;      ///< share of pictures put on another background
  float empty = 0.03F;           ///< share of backgrounds alone
  std::string augment = "rich";  ///< rich | affine | none: see TrainOptions
  float shift = 0.1F, zoom = 0.2F;  ///< of affine
  int stretch = 0;                  ///< pictures are kept stretched to this side (0: in their shape)
  bool in_turn = false;             ///< every person once an epoch in a new order; else drawn by the weight of sources
  std::uint64_t first_batch = 0;    ///< where the stream begins: a resumed run goes on where it was
  int whole_batch = 0;              ///< pictures of all processes together (0: batch), of which these are
  int first_of_batch = 0;           ///< first_of_batch .. first_of_batch + batch - 1
};

/// A batch: image planar float RGB 0..255 [n,3,size,size]; matte [n,1,size,size] 0..1.
struct Batch {
  int count = 0, size = 0;
  std::vector<float> images, mattes;
};

/// Endless stream of augmented batches.
class Loader {
 public:
  /// Decodes every sample of split "train" (shown on stderr with a rate). @throws Error(input)
  Loader(const std::vector<Sample>& samples, const LoaderOptions& options);
  ~Loader();
  /// The next batch at size x size; changing the size between calls is allowed (batches already prepared are dropped).
  void next(int size, Batch& batch);
  /// Decoded foregrounds / backgrounds held.
  [[nodiscard]] std::size_t foregrounds() const;
  [[nodiscard]] std::size_t backgrounds() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace segme::train
