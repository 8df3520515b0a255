// A set of drawn people and rooms on disk, for tests of what reads training data.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <vector>

#include "capture/synthetic.h"
#include "sink/image_file.h"
#include "train/loader.h"

namespace segme::train::test {

/// Writes people/N.png, mattes/N.png and rooms/N.png, N being the seed, and returns "N.png".
inline std::string draw_person(const std::filesystem::path& folder, int width, int height, int seed) {
  Synthetic synthetic({.width = width, .height = height, .seed = seed});
  Frame frame;
  synthetic.next(frame);
  std::string name = std::to_string(seed) + ".png";
  write_file(folder / "people" / name, encode_image(frame.image, ".png"));
  write_file(folder / "mattes" / name, encode_matte(synthetic.truth(), ".png", 8));
  write_file(folder / "rooms" / name, encode_image(synthetic.background(), ".png"));
  return name;
}

class DrawnSet : public testing::Test {
 protected:
  DrawnSet() : folder_(std::filesystem::temp_directory_path() / ("segme-loader-" + std::to_string(::getpid()))) {
    std::filesystem::create_directories(folder_);
  }
  ~DrawnSet() override { std::filesystem::remove_all(folder_); }

  /// Draws that many people and returns the samples, all in split "train".
  [[nodiscard]] std::vector<Sample> draw(int count) const {
    std::vector<Sample> samples;
    for (int seed = 1; seed <= count; ++seed) {
      const std::string name = draw_person(folder_, 96, 128, seed);
      samples.push_back(
          {name, folder_ / "people" / name, folder_ / "mattes" / name, "drawn", "portrait", "matte", "train", {}});
      samples.push_back({name, folder_ / "rooms" / name, {}, "drawn", "background", "none", "train", {}});
    }
    return samples;
  }

  std::filesystem::path folder_;
};

inline bool same(const Batch& a, const Batch& b) {
  return a.images == b.images && a.mattes == b.mattes && a.priors == b.priors;
}

}  // namespace segme::train::test
