// train/manifest: the same sets that eval and `segme data` read, as the loader's Samples.
#include <algorithm>

#include "base/error.h"
#include "data/set.h"
#include "train/loader.h"

namespace segme::train {

namespace {

/// What is neither taught nor judged is left out, and a mistyped name would leave out a whole set.
void check_split(const std::string& split, const std::filesystem::path& set) {
  if (split.empty() || split == "train" || split == "val" || split == "test") return;
  throw Error(ExitCode::input, "cannot train on '" + set.string() + "': it has a split '" + split +
                                   "', and training knows train (is taught), val (is judged) and test (is left alone). "
                                   "Rename it.");
}

}  // namespace

std::vector<Sample> read_manifest(const std::filesystem::path& set) {
  std::vector<Sample> all = data::read_set(set.string());
  const bool splits = std::any_of(all.begin(), all.end(), [](const auto& sample) { return !sample.split.empty(); });
  constexpr std::size_t kFifth = 5;
  for (const Sample& sample : all) check_split(sample.split, set);
  for (std::size_t i = 0; i < all.size() && !splits; ++i) all[i].split = i < all.size() / kFifth ? "val" : "train";
  return all;
}

void read_for_training(const Sample& sample, Image& image, Matte& truth, data::Remarks* remarks, bool own_colours) {
  Sample read = sample;
  read.name = sample.image.string() + (sample.row < 0 ? "" : "[" + std::to_string(sample.row) + "]");
  if (!own_colours || sample.row >= 0 || sample.matte != sample.image) {
    data::read_pair(read, image, truth, remarks);
    return;
  }
  MatteFile file;
  image = read_image(sample.image, true);
  truth = data::read_truth(read, &file);
  data::judge_pair(read, image, truth, file, remarks);
}

}  // namespace segme::train
