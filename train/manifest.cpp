// train/manifest: the same manifest.csv that eval reads, as the loader's Samples.
#include "eval/sets.h"
#include "train/loader.h"

namespace segme::train {

std::vector<Sample> read_manifest(const std::filesystem::path& csv) {
  std::vector<Sample> samples;
  for (eval::Sample& read : eval::read_manifest(csv)) {
    samples.push_back({std::move(read.image), std::move(read.matte), std::move(read.source), std::move(read.kind),
                       std::move(read.label), std::move(read.split)});
  }
  return samples;
}

}  // namespace segme::train
