// train/loader: pictures and mattes from disk into batches, on threads of its own: decoded once and kept small in
// memory as far as there is room, augmented and composited anew for every batch. No LibTorch here: plain bytes and
// floats.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/image.h"
#include "eval/sets.h"

namespace segme::data {
class Remarks;
}

namespace segme::train {

using eval::Sample;

/// Reads a set in any form of data/set.h: manifest.csv, folders, arrays. Of a set without splits the first fifth is
/// "val" and the rest "train", as Keras's validation_split divides: neighbours, often of one shoot, mostly stay
/// together.
/// @throws Error(input) with the line, or the first few pairs, that are wrong.
std::vector<Sample> read_manifest(const std::filesystem::path& set);

/// Picture (RGB) and truth of a sample in any form, judged (data/values.h): what is odd goes to `remarks`; the truth of
/// a background is empty. `own_colours`: a cut-out keeps its alpha and the colours behind it. @throws Error(input),
/// also when their sizes differ or they are no picture and matte: masks of 0/1, of class numbers, in colours.
void read_for_training(const Sample& sample, Image& image, Matte& truth, data::Remarks* remarks = nullptr,
                       bool own_colours = false);

struct LoaderOptions {
  int batch = 24;  ///< pictures that next() gives
  int threads = 2;
  std::uint64_t seed = 1;
  int cache_pixels = 320;  ///< decoded pictures are kept with this short-ish side (long side at most 4/3 of it)
  std::size_t cache_bytes = std::size_t{8} << 30;  ///< of memory for them; the others are read anew each time
  float composites = 0.35F;                        ///< share of pictures put on another background
  float empty = 0.03F;                             ///< share of backgrounds alone
  float groups = 0;                                ///< share of groups of 2 to 8 people on a background
  float posters = 0;                               ///< share of backgrounds with somebody in a picture on the wall
  std::string augment = "rich";                    ///< rich | near | affine | none: see TrainOptions
  float shift = 0.1F, zoom = 0.2F;                 ///< of affine and near
  int stretch = 0;                                 ///< pictures are kept stretched to this side (0: in their shape)
  bool in_turn = false;           ///< every person once an epoch in a new order; else drawn by the weight of sources
  std::uint64_t first_batch = 0;  ///< where the stream begins: a resumed run goes on where it was
  int whole_batch = 0;            ///< pictures of all processes together (0: batch), of which these are
  bool priors = false;            ///< invents the matte of the frame before, for nets that read it
  int first_of_batch = 0;         ///< first_of_batch .. first_of_batch + batch - 1
};

/// A batch: image planar float RGB 0..255 [n,3,size,size]; matte [n,1,size,size] 0..1; where LoaderOptions::priors says
/// so, the matte of the frame before in the same shape.
struct Batch {
  int count = 0, size = 0;
  std::vector<float> images, mattes, priors;
};

/// Endless stream of augmented batches.
class Loader {
 public:
  /// Decodes every sample of split "train" (shown on stderr with a rate). Where the system starts fewer threads than
  /// asked for, those make the same batches. @throws Error(input), also where there is not enough memory;
  /// Error(missing) where no thread starts.
  Loader(const std::vector<Sample>& samples, const LoaderOptions& options);
  Loader(const Loader&) = delete;
  Loader& operator=(const Loader&) = delete;
  ~Loader();
  /// The next batch at size x size; changing the size between calls is allowed (batches already prepared are dropped).
  /// @throws Error(input) where a picture for which memory has no room has gone from disk, or a batch has no room.
  void next(int size, Batch& batch);
  /// Foregrounds / backgrounds of the split.
  [[nodiscard]] std::size_t foregrounds() const;
  [[nodiscard]] std::size_t backgrounds() const;

 private:
  struct State;
  struct Drawn;
  std::unique_ptr<State> state_;
};

}  // namespace segme::train
