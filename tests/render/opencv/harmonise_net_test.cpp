// render/opencv/harmonise_net: nets without weights whose answer is known.
#include <gtest/gtest.h>
#include <stdlib.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>

#include "tests/render/made_scene.h"

namespace segme {
namespace {

// OpenCV wants every input used: all four channels are put together, and taken apart again.
const std::string kInputs =
    "input: \"data\" input_shape { dim: 1 dim: 3 dim: 512 dim: 512 }\n"
    "input: \"mask\" input_shape { dim: 1 dim: 1 dim: 512 dim: 512 }\n"
    "layer { name: \"all\" type: \"Concat\" bottom: \"data\" bottom: \"mask\" top: \"all\" }\n"
    "layer { name: \"parts\" type: \"Slice\" bottom: \"all\" top: \"b\" top: \"g\" top: \"r\" top: \"m\" "
    "slice_param { axis: 1 slice_point: 1 slice_point: 2 slice_point: 3 } }\n";

std::string concat(const std::string& a, const std::string& b, const std::string& c, const std::string& top) {
  return "layer { name: \"" + top + "\" type: \"Concat\" bottom: \"" + a + "\" bottom: \"" + b + "\" bottom: \"" + c +
         "\" top: \"" + top + "\" }\n";
}

class HarmoniseNetTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_NE(::mkdtemp(folder_.data()), nullptr); }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  std::string chain(const std::string& layers) {
    const std::string path = folder_ + "/net" + std::to_string(++nets_) + ".prototxt";
    std::ofstream(path) << kInputs << layers;
    return "alpha:estimate=off,harmonise_caffe:weights=,proto=" + path;
  }
  int nets_ = 0;
  std::string folder_ = (std::filesystem::temp_directory_path() / "segme-harmonise-XXXXXX").string();
};

TEST_F(HarmoniseNetTest, what_the_net_adds_is_added_to_the_person) {
  const MadeScene scene;
  const Image before = scene.drawn("alpha:estimate=off");
  const Image out = scene.drawn(chain(
      concat("b", "g", "r", "bgr") +
      "layer { name: \"output-h\" type: \"Power\" bottom: \"bgr\" top: \"output-h\" power_param { shift: 20 } }\n"));
  for (std::size_t i = 0; i < out.size(); ++i) {
    const double wanted = before.data()[i] + 20 * static_cast<double>(scene.matte.data()[i / 3]);
    if (before.data()[i] < 230) {
      ASSERT_NEAR(out.data()[i], wanted, 1.01) << i;
    }
  }
}

TEST_F(HarmoniseNetTest, channels_are_in_the_order_that_the_net_expects) {
  // The first of the net's channels is blue: only it is passed on, three times, and means are added again.
  MadeScene scene;
  scene.matte.fill(1);
  for (std::size_t i = 0; i < scene.frame.image.size(); ++i) scene.frame.image.data()[i] = i % 3 == 2 ? 150 : 60;
  const Image out = scene.drawn(chain(concat("b", "b", "b", "output-h")));
  EXPECT_NEAR(out.data()[0], 150 - 104.00699 + 122.67892, 1.5);
  EXPECT_NEAR(out.data()[2], 150, 1.5);
}

TEST_F(HarmoniseNetTest, what_is_no_such_net_is_refused) {
  const MadeScene scene;
  const std::string bad[] = {
      "harmonise_caffe:proto=" + folder_ + "/missing.prototxt",
      chain("layer { name: \"other\" type: \"Power\" bottom: \"data\" top: \"other\" }\n"),
      chain("layer { name: \"output-h\" type: \"Power\" bottom: \"mask\" top: \"output-h\" }\n")};
  for (const std::string& one : bad) EXPECT_THROW({ const Image out = scene.drawn(one); }, Error) << one;
}

}  // namespace
}  // namespace segme
