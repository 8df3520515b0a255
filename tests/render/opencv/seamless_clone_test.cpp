// render/seamless_clone against OpenCV's cv::seamlessClone, which is the same equation solved by other means: the
// largest person of the same mask, put on the lower border.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <opencv2/photo.hpp>
#include <vector>

#include "capture/image_file.h"
#include "tests/render/made_scene.h"

namespace segme {
namespace {

cv::Mat look(const Image& image) {
  return {image.height(), image.width(), CV_8UC3, const_cast<std::uint8_t*>(image.data())};
}

/// As a user of OpenCV would clone: the mask grown, its largest contour filled, moved down.
cv::Mat cloned(const MadeScene& scene, int radius) {
  cv::Mat mask;
  cv::compare(cv::Mat(scene.matte.height(), scene.matte.width(), CV_32F, const_cast<float*>(scene.matte.data())), 0.5,
              mask, cv::CMP_GT);
  cv::dilate(mask, mask, cv::getStructuringElement(cv::MORPH_RECT, {2 * radius + 1, 2 * radius + 1}));
  cv::rectangle(mask, {0, 0}, {mask.cols - 1, mask.rows - 1}, cv::Scalar(0));
  std::vector<std::vector<cv::Point>> contours;
  cv::findContours(mask, contours, cv::RETR_EXTERNAL, cv::CHAIN_APPROX_SIMPLE);
  const auto largest = std::max_element(contours.begin(), contours.end(), [](const auto& a, const auto& b) {
    return cv::contourArea(a) < cv::contourArea(b);
  });
  mask.setTo(cv::Scalar(0));
  cv::drawContours(mask, contours, static_cast<int>(largest - contours.begin()), cv::Scalar(255), cv::FILLED);
  const cv::Rect box = cv::boundingRect(mask);
  const int down = mask.rows - 1 - (box.y + box.height);
  cv::Mat out;
  cv::seamlessClone(look(scene.frame.image), look(scene.background), mask,
                    {box.x + box.width / 2, box.y + down + box.height / 2}, out, cv::NORMAL_CLONE);
  return out;
}

/// OpenCV drops what is behind the point where it makes bytes, so it lies half a step lower on average.
void expect_alike(const MadeScene& scene, double grow) {
  const int longest = std::max(scene.matte.width(), scene.matte.height());
  const Image ours = scene.drawn("seamless_clone:size=8192,grow=" + std::to_string(grow));
  const cv::Mat theirs = cloned(scene, static_cast<int>(std::lround(grow / 100 * longest)));
  double sum = 0, changed = 0;
  for (int y = 0; y < ours.height(); ++y) {
    for (int i = 0; i < 3 * ours.width(); ++i) {
      const int off = ours.row(y)[i] - theirs.ptr<std::uint8_t>(y)[i];
      ASSERT_GE(off, -1) << i / 3 << "," << y;
      ASSERT_LE(off, 1) << i / 3 << "," << y;
      sum += off;
      changed += theirs.ptr<std::uint8_t>(y)[i] != scene.background.row(y)[i] ? 1 : 0;
    }
  }
  EXPECT_GT(changed, 1000) << "somebody is there";
  EXPECT_NEAR(sum / changed, 0.5, 0.1);
}

TEST(seamless_clone_by_opencv, a_made_person_is_the_same) { expect_alike(MadeScene(161, 120), 2.3); }

TEST(seamless_clone_by_opencv, a_photograph_with_two_people_and_a_hole_is_the_same) {
  MadeScene scene(320, 240);
  Image photo = read_image(SEGME_SOURCE_DIR "/samples/astronaut.png");
  scene.frame.image.resize(320, 240, 3);
  for (int y = 0; y < 240; ++y) {
    for (int i = 0; i < 3 * 320; ++i) scene.frame.image.row(y)[i] = photo.row(y + 20)[i + 3 * 60];
  }
  for (int y = 0; y < 240; ++y) {
    for (int x = 0; x < 320; ++x) {
      const double from_middle = std::hypot((x - 150) / 70.0, (y - 120) / 90.0);
      const bool small = x > 280 && x < 300 && y > 20 && y < 60;
      scene.matte.row(y)[x] = (from_middle < 1 && from_middle > 0.2) || small ? 1.0F : 0.0F;
    }
  }
  expect_alike(scene, 1);
  expect_alike(scene, 0);
}

}  // namespace
}  // namespace segme
