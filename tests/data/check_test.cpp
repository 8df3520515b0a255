// data/check: each kind of finding, from a set made to have it, and none from a sound one.
#include "data/check.h"

#include <set>

#include "tests/data/made_sets.h"

namespace segme::data {
namespace {

class data_check : public MadeSets {
 protected:
  CheckReport check(std::size_t least = 0) const { return check_set(open_set(folder_.string()), {least, 2, true}); }
  static std::vector<std::string> kinds(const CheckReport& report) {
    std::vector<std::string> names;
    for (const Finding& finding : report.findings) names.emplace_back(finding.info().name);
    return names;
  }
  using Names = std::vector<std::string>;
};

TEST_F(data_check, a_sound_set_has_no_findings) {
  for (int i = 0; i < 6; ++i) add_pair("p" + std::to_string(i), i + 1);
  int steps = 0;
  const CheckReport report = check_set(open_set(folder_.string()), {6, 3, true}, [&] { ++steps; });
  EXPECT_EQ(kinds(report), Names{});
  EXPECT_EQ(report.labelled, 6U);
  EXPECT_EQ(steps, 6);
}

TEST_F(data_check, every_defect_is_found_and_named) {
  for (int i = 0; i < 9; ++i) add_pair("p" + std::to_string(i), i + 1);
  std::filesystem::remove(folder_ / "masks/p0.png");
  std::filesystem::remove(folder_ / "images/p1.png");
  write_text("images/p2.png", "no picture");
  add_grey("masks/p3.png", 0, 255, 95, 80);
  add_grey("masks/p4.png", 0, 1);
  add_grey("masks/p5.png", 0, 0);
  add_grey("masks/p6.png", 255, 255);
  Image colour(96, 80, 3);
  colour.fill(0);
  colour.data()[0] = 255;
  write_file(folder_ / "masks/p7.png", encode_image(colour, ".png"));
  Image alpha(96, 80, 4);
  alpha.fill(0);
  std::fill_n(alpha.data(), 4, std::uint8_t{255});
  write_file(folder_ / "masks/p8.png", encode_image(alpha, ".png"));
  const CheckReport report = check(8);
  EXPECT_EQ(kinds(report), (Names{"missing-matte", "missing-picture", "unreadable", "size", "channels", "values",
                                  "empty", "full", "too-few", "alpha"}));
  EXPECT_EQ(report.errors(), 9U);
  EXPECT_EQ(report.warnings(), 1U);
  EXPECT_NE(report.findings[3].sentence().find("p3.png: the matte is 95x80, its picture 96x80"), std::string::npos)
      << report.findings[3].sentence();
}

TEST_F(data_check, black_pictures_of_people_are_found) {
  add_pair("a", 1);
  add_pair("b", 2);
  Image black(96, 80, 3);
  black.fill(1);
  write_file(folder_ / "images/b.png", encode_image(black, ".png"));
  EXPECT_EQ(kinds(check()), Names{"black"});
}

TEST_F(data_check, the_same_picture_again_is_found_in_one_split_and_in_two) {
  for (int i = 0; i < 4; ++i) add_pair("p" + std::to_string(i), i + 1, "train");
  add_pair("again", 2, "train");
  add_pair("q", 9, "val");
  EXPECT_EQ(kinds(check()), Names{"repeated"});
  // Saved at another size, with loss.
  Image image;
  Matte truth;
  draw(3, image, truth);
  ImageFileOptions options;
  options.quality = 70;
  write_file(folder_ / "val/images/seen.jpg", encode_image(image, ".jpg", options));
  write_file(folder_ / "val/masks/seen.png", encode_matte(truth, ".png", 8));
  const CheckReport report = check();
  ASSERT_EQ(kinds(report), (Names{"two-splits", "repeated"}));
  EXPECT_EQ(report.findings[0].file, "train/p2.png");
  EXPECT_EQ(report.findings[0].others, Names{"val/seen.jpg"});
  EXPECT_EQ(kinds(check_set(open_set(folder_.string()), {0, 1, false})), Names{});
}

TEST_F(data_check, a_step_may_end_it) {
  add_pair("a", 1);
  EXPECT_THROW(
      check_set(open_set(folder_.string()), {}, [] { throw Error(ExitCode::interrupted, "stopped by Ctrl-C."); }),
      Error);
}

}  // namespace
}  // namespace segme::data
