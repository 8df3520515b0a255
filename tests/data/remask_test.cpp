// data/remask: the last channel, the nearest pixel, 127 and more.
#include "data/remask.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/error.h"

namespace segme::data {
namespace {

TEST(data_remask, from_127_on_it_is_person) {
  Image label(4, 1, 1);
  const std::uint8_t values[4] = {0, 126, 127, 255};
  std::copy_n(values, 4, label.data());
  const Image mask = remask(label, 0);
  EXPECT_EQ(mask.channels(), 1);
  EXPECT_EQ((std::vector<int>(mask.data(), mask.data() + 4)), (std::vector<int>{0, 0, 255, 255}));
}

TEST(data_remask, the_last_channel_counts) {
  Image label(1, 1, 4);
  const std::uint8_t values[4] = {255, 255, 255, 3};
  std::copy_n(values, 4, label.data());
  EXPECT_EQ(remask(label, 2).data()[3], 0);
  label.data()[3] = 200;
  EXPECT_EQ(remask(label, 2).data()[3], 255);
}

TEST(data_remask, the_nearest_pixel_is_taken_without_a_shift) {
  Image label(4, 4, 1);
  label.fill(0);
  for (int y = 1; y < 3; ++y) {
    for (int x = 1; x < 3; ++x) label.row(y)[x] = 255;
  }
  const Image large = remask(label, 8);  // twice: every pixel becomes four
  for (int y = 0; y < 8; ++y) {
    for (int x = 0; x < 8; ++x) EXPECT_EQ(large.row(y)[x], label.row(y / 2)[x / 2]) << x << "," << y;
  }
  const Image odd = remask(label, 3);  // centres at 2/3, 2 and 10/3 of four pixels: 0, 2, 3
  EXPECT_EQ(odd.row(1)[1], 255);
  EXPECT_EQ(odd.row(0)[0], 0);
  EXPECT_EQ(odd.row(2)[2], 0);
}

Image label_of(const std::vector<int>& values, int channels = 1) {
  Image label(static_cast<int>(values.size()) / channels, 1, channels);
  std::transform(values.begin(), values.end(), label.data(), [](int v) { return static_cast<std::uint8_t>(v); });
  return label;
}

/// What the rule makes of the first of these labels.
std::vector<int> masked(const std::vector<Image>& labels, const std::vector<std::string>& person = {}) {
  LabelValues values;
  for (const Image& label : labels) values.add(label);
  const Image mask = remask(labels[0], 0, values.rule(person));
  return {mask.data(), mask.data() + mask.size()};
}

std::string refusal(const std::vector<Image>& labels, ExitCode code, const std::vector<std::string>& person = {}) {
  try {
    masked(labels, person);
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), code) << error.what();
    return error.what();
  }
  return "nothing was thrown";
}

TEST(data_remask, what_is_person_is_known_by_the_values_of_all_labels) {
  using Mask = std::vector<int>;
  EXPECT_EQ(masked({label_of({0, 1, 1})}), (Mask{0, 255, 255}));
  EXPECT_EQ(masked({label_of({0, 20, 0})}), (Mask{0, 255, 0}));
  EXPECT_EQ(masked({label_of({0, 126, 127, 200, 255, 255})}), (Mask{0, 0, 255, 255, 255, 255}));
  EXPECT_EQ(masked({label_of({0, 0, 0, 43, 85, 195}, 3)}), (Mask{0, 255})) << "a palette of two colours";
  EXPECT_EQ(masked({label_of({9, 9, 9, 0, 9, 9, 9, 200}, 4)}), (Mask{0, 255}))
      << "an alpha channel that holds something";
  EXPECT_EQ(masked({label_of({0, 0, 0, 255, 0, 90, 0, 255}, 4)}), (Mask{0, 255})) << "and one that does not";
}

TEST(data_remask, class_numbers_and_colours_ask_who_is_person) {
  const Image classes = label_of({0, 7, 15, 15});
  EXPECT_NE(refusal({classes}, ExitCode::input).find("0, 7 and 15"), std::string::npos);
  EXPECT_EQ(masked({classes}, {"15"}), (std::vector<int>{0, 0, 255, 255}));
  EXPECT_EQ(masked({classes}, {"15", "7"}), (std::vector<int>{0, 255, 255, 255}));
  EXPECT_NE(refusal({label_of({0, 1, 1}), label_of({0, 255, 255})}, ExitCode::input).find("--person"),
            std::string::npos)
      << "one label of 0/1 among others";
  const Image colours = label_of({0, 0, 0, 128, 0, 0, 192, 128, 128}, 3);
  EXPECT_NE(refusal({colours}, ExitCode::input).find("#800000"), std::string::npos);
  EXPECT_EQ(masked({colours}, {"#c08080"}), (std::vector<int>{0, 0, 255}));
  EXPECT_NE(refusal({colours}, ExitCode::usage, {"#c08081"}).find("no label holds"), std::string::npos);
  EXPECT_NE(refusal({classes}, ExitCode::usage, {"x"}).find("no value of a label"), std::string::npos);
  EXPECT_NE(refusal({label_of({0, 0})}, ExitCode::input).find("black everywhere"), std::string::npos);
}

}  // namespace
}  // namespace segme::data
