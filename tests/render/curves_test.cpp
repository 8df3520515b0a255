// render/curves and its files: a file that is written by hand, broken ones, and what the smooth line does.
#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>

#include "render/curve_file.h"
#include "tests/render/made_scene.h"

namespace segme {
namespace {

using Bytes = std::vector<std::uint8_t>;

Bytes words(std::initializer_list<int> values) {
  Bytes result;
  for (const int value : values) {
    result.push_back(static_cast<std::uint8_t>(value / 256));
    result.push_back(static_cast<std::uint8_t>(value % 256));
  }
  return result;
}

// Version 4, four curves: the common one inverts, red stops at 200, green and blue are straight. Output before input.
const Bytes kFile = words({4, 4, 2, 255, 0, 0, 255, 2, 0, 0, 200, 255, 2, 0, 0, 255, 255, 2, 0, 0, 255, 255});

TEST(curve_file, is_read_with_output_before_input) {
  const Curves curves = read_curves(kFile, "x.acv");
  ASSERT_EQ(curves[0].size(), 2U);
  EXPECT_EQ(curves[0][0].input, 0);
  EXPECT_EQ(curves[0][0].output, 255);
  EXPECT_EQ(curves[1][1].input, 255);
  EXPECT_EQ(curves[1][1].output, 200);
}

TEST(curve_file, broken_ones_are_refused_wherever_they_break) {
  for (std::size_t length = 0; length < kFile.size(); ++length) {
    EXPECT_THROW(read_curves(std::span(kFile).first(length), "x.acv"), Error) << length;
  }
  for (const Bytes& bytes :
       {words({9, 1, 2, 0, 0, 255, 255}), words({4, 0}), words({4, 1, 1, 0, 0}), words({4, 1, 65535, 0, 0}),
        words({4, 1, 2, 300, 0, 255, 255}), words({4, 1, 2, 0, 9, 255, 9}), words({4, 1, 2, 0, 200, 255, 100})}) {
    EXPECT_THROW(read_curves(bytes, "x.acv"), Error);
  }
}

TEST(curve_file, a_smooth_line_goes_through_its_points_and_is_level_beyond_them) {
  const auto table = tabulate({{40, 30}, {100, 140}, {160, 150}, {220, 240}});
  EXPECT_EQ(table[0], 30);
  EXPECT_EQ(table[40], 30);
  EXPECT_EQ(table[100], 140);
  EXPECT_EQ(table[160], 150);
  EXPECT_EQ(table[220], 240);
  EXPECT_EQ(table[255], 240);
  // Through (0,0), (1,1), (2,0) times 100 the natural spline is y = 1.5 t - 0.5 t^3 of the first half.
  const auto hill = tabulate({{0, 0}, {100, 100}, {200, 0}});
  for (int v = 0; v <= 100; ++v) {
    const double t = v / 100.0;
    EXPECT_NEAR(hill[static_cast<std::size_t>(v)], 100 * (1.5 * t - 0.5 * t * t * t), 0.51);
  }
  const auto straight = tabulate({{0, 0}, {77, 77}, {255, 255}});
  for (std::size_t v = 0; v < 256; ++v) EXPECT_EQ(straight[v], v);
}

TEST(curves, go_through_their_own_curve_and_then_the_common_one) {
  std::string folder = (std::filesystem::temp_directory_path() / "segme-curves-XXXXXX").string();
  ASSERT_NE(::mkdtemp(folder.data()), nullptr);
  const std::string path = folder + "/x.acv";
  std::ofstream(path, std::ios::binary)
      .write(reinterpret_cast<const char*>(kFile.data()), static_cast<std::streamsize>(kFile.size()));
  const MadeScene scene;
  const Image before = scene.drawn("alpha");
  const Image out = scene.drawn("curves:file=" + path);
  for (std::size_t i = 0; i < out.size(); ++i) {
    const double own = i % 3 == 0 ? before.data()[i] * 200 / 255.0 : before.data()[i];
    ASSERT_NEAR(out.data()[i], 255 - own, 1.01);
  }
  EXPECT_THROW(make_renderer("curves:file=" + folder + "/missing.acv"), Error);
  EXPECT_THROW(make_renderer("curves:file=" + folder), Error) << "a folder is no file";
  std::filesystem::remove_all(folder);
}

TEST(curves, greeny_makes_grey_green_and_black_blue) {
  MadeScene scene;
  scene.matte.fill(0);
  for (std::size_t i = 0; i < scene.background.size(); ++i) scene.background.data()[i] = i < 3 ? 0 : 104;
  const Image out = scene.drawn("curves");
  EXPECT_EQ(out.data()[0], 23);
  EXPECT_EQ(out.data()[1], 23);
  EXPECT_NEAR(out.data()[2], 28, 3) << "blue begins at 23, and the common curve lifts it a little";
  EXPECT_NEAR(out.data()[3], 127, 4) << "115 through a curve that takes 103 to 114 and 209 to 219";
}

}  // namespace
}  // namespace segme
