// capture/ffmpeg/numbered_pictures: the folder says where numbers begin, and which are missing.
#include "capture/ffmpeg/numbered_pictures.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace segme::ffmpeg {
namespace {

std::string folder_with(const std::string& name, std::initializer_list<const char*> files) {
  const std::string folder = testing::TempDir() + name + "/";
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  for (const char* file : files) std::ofstream(folder + file) << "x";
  return folder;
}

TEST(capture_numbered_pictures, the_first_number_is_found) {
  const std::string folder = folder_with("from1001", {"s.1001.jpg", "s.1002.jpg", "s.1003.jpg", "s.x.jpg", "t.1.jpg"});
  const auto found = find_numbered_pictures(folder + "s.%04d.jpg");
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->first, 1001);
  EXPECT_EQ(found->missing, 0);
}

TEST(capture_numbered_pictures, a_gap_is_counted_and_passed) {
  const std::string folder = folder_with("gap[1]", {"7.png", "8.png", "11.png"});
  EXPECT_EQ(find_numbered_pictures(folder + "%d.png")->missing, 2);
  EXPECT_EQ(find_numbered_pictures(folder + "%d.png")->wild, "");  // 11 comes before 7 in the order of letters
  const std::string even = folder_with("gap[2]", {"007.png", "008.png", "011.png"});
  const auto found = find_numbered_pictures(even + "%03d.png");
  EXPECT_EQ(found->missing, 2);
  EXPECT_NE(found->wild.find("gap\\[2\\]/[0-9][0-9][0-9].png"), std::string::npos);
}

TEST(capture_numbered_pictures, what_is_no_pattern_is_none) {
  EXPECT_FALSE(find_numbered_pictures("clip.mp4").has_value());
  EXPECT_FALSE(find_numbered_pictures(testing::TempDir() + "nobody/%d.png").has_value());
}

}  // namespace
}  // namespace segme::ffmpeg
