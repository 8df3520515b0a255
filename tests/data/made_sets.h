// For the tests of data/: a folder of their own, and pictures whose content is known.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>

#include "base/error.h"
#include "capture/synthetic.h"
#include "sink/image_file.h"

namespace segme::data {

class MadeSets : public testing::Test {
 protected:
  MadeSets()
      : folder_(std::filesystem::path(testing::TempDir()) /
                ("segme-data-" + std::to_string(::getpid()) + "-" +
                 testing::UnitTest::GetInstance()->current_test_info()->name())) {
    std::filesystem::create_directories(folder_);
  }
  ~MadeSets() override {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }

  /// A drawn person and its truth.
  static void draw(int seed, Image& image, Matte& truth, int width = 96, int height = 80) {
    Synthetic::Options options;
    options.width = width;
    options.height = height;
    options.seed = seed;
    options.background = Synthetic::Ground::texture;
    Synthetic synthetic(options);
    Frame frame;
    synthetic.next(frame);
    image.swap(frame.image);
    truth = synthetic.truth();
  }
  /// Writes images/NAME.png and masks/NAME.png below `below`.
  void add_pair(const std::string& name, int seed, const std::string& below = "") const {
    Image image;
    Matte truth;
    draw(seed, image, truth);
    write_file(folder_ / below / "images" / (name + ".png"), encode_image(image, ".png"));
    write_file(folder_ / below / "masks" / (name + ".png"), encode_matte(truth, ".png", 8));
  }
  /// One channel of one value, but `first` in the upper left pixel.
  void add_grey(const std::string& name, std::uint8_t value, std::uint8_t first, int width = 96,
                int height = 80) const {
    Image image(width, height, 1);
    image.fill(value);
    image.data()[0] = first;
    write_file(folder_ / name, encode_image(image, ".png"));
  }
  void write_text(const std::string& name, const std::string& bytes) const {
    std::ofstream(folder_ / name, std::ios::binary) << bytes;
  }
  [[nodiscard]] std::string path(const std::string& name) const { return (folder_ / name).string(); }

  template <class Action>
  static std::string sentence_of(ExitCode code, Action action) {
    try {
      action();
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), code) << error.what();
      return error.what();
    }
    ADD_FAILURE() << "nothing was thrown";
    return "";
  }

  std::filesystem::path folder_;
};

/// An 8-bit gradient that no two seeds share, for values that must come back.
inline Image gradient(int width, int height, int channels, int seed) {
  Image image(width, height, channels);
  for (std::size_t i = 0; i < image.size(); ++i)
    image.data()[i] = static_cast<std::uint8_t>(i * 7 + static_cast<std::size_t>(seed) * 31);
  return image;
}

}  // namespace segme::data
