// data/curves against OpenCV, whose 8-bit HSV it claims to have.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <opencv2/imgproc.hpp>

#include "data/curves.h"

namespace segme::data {
namespace {

/// Every third value of each channel.
cv::Mat many_colours() {
  cv::Mat colours(86, 86 * 86, CV_8UC3);
  for (int r = 0; r < 86; ++r) {
    for (int i = 0; i < 86 * 86; ++i) {
      colours.at<cv::Vec3b>(r, i) = {static_cast<std::uint8_t>(3 * r), static_cast<std::uint8_t>(3 * (i / 86)),
                                     static_cast<std::uint8_t>(3 * (i % 86))};
    }
  }
  return colours;
}

TEST(data_opencv_hsv, to_hsv_is_opencvs_to_the_bit) {
  cv::Mat rgb = many_colours();
  cv::Mat hsv;
  cv::cvtColor(rgb, hsv, cv::COLOR_RGB2HSV);
  std::size_t different = 0;
  for (auto a = rgb.begin<cv::Vec3b>(), b = hsv.begin<cv::Vec3b>(); a != rgb.end<cv::Vec3b>(); ++a, ++b) {
    const Hsv own = to_hsv((*a)[0], (*a)[1], (*a)[2]);
    different += own.h != (*b)[0] || own.s != (*b)[1] || own.v != (*b)[2] ? 1 : 0;
  }
  EXPECT_EQ(different, 0U);
}

TEST(data_opencv_hsv, to_rgb_is_opencvs_but_for_rounding) {
  cv::Mat hsv = many_colours();
  for (auto p = hsv.begin<cv::Vec3b>(); p != hsv.end<cv::Vec3b>(); ++p) (*p)[0] %= 180;
  cv::Mat rgb;
  cv::cvtColor(hsv, rgb, cv::COLOR_HSV2RGB);
  std::size_t different = 0;
  int worst = 0;
  for (auto a = hsv.begin<cv::Vec3b>(), b = rgb.begin<cv::Vec3b>(); a != hsv.end<cv::Vec3b>(); ++a, ++b) {
    const auto own = to_rgb({(*a)[0], (*a)[1], (*a)[2]});
    int most = 0;
    for (int c = 0; c < 3; ++c) most = std::max(most, std::abs(own[static_cast<std::size_t>(c)] - (*b)[c]));
    worst = std::max(worst, most);
    different += most > 0 ? 1 : 0;
  }
  EXPECT_LE(worst, 1);
  EXPECT_LT(different, hsv.total() / 1000) << "of " << hsv.total();
}

}  // namespace
}  // namespace segme::data
