// data/opencv/cascade: a face where one is, none where none is.
#include "data/opencv/cascade.h"

#include <cmath>
#include <opencv2/core/utility.hpp>

#include "capture/image_file.h"
#include "data/crop.h"
#include "tests/data/made_sets.h"

namespace segme::data {
namespace {

class data_opencv_cascade : public MadeSets {
 protected:
  void SetUp() override {
    try {
      detector_ = make_cascade_detector({});
    } catch (const Error& error) {
      ASSERT_EQ(error.code(), ExitCode::missing);
      GTEST_SKIP() << error.what();
    }
  }
  static Image sample(const char* name) { return read_image(std::string(SEGME_SOURCE_DIR) + "/samples/" + name); }
  std::unique_ptr<FaceDetector> detector_;
};

TEST_F(data_opencv_cascade, the_astronauts_face_is_found_once) {
  const std::vector<Area> faces = detector_->find(sample("astronaut.png"));
  ASSERT_EQ(faces.size(), 1U);
  // Her nose is near (223, 118).
  EXPECT_NEAR(faces[0].left + faces[0].width / 2.0, 223, 25);
  EXPECT_NEAR(faces[0].top + faces[0].height / 2.0, 118, 30);
  const std::vector<Area> squares = portrait_squares(sample("astronaut.png"), *detector_, 128);
  ASSERT_EQ(squares.size(), 1U);
  EXPECT_GT(squares[0].width, 2 * faces[0].width);
}

TEST_F(data_opencv_cascade, no_face_in_a_cup_of_coffee) { EXPECT_TRUE(detector_->find(sample("coffee.png")).empty()); }

TEST_F(data_opencv_cascade, threads_of_the_process_are_set_once) {
  const int before = cv::getNumThreads();
  cv::setNumThreads(before + 2);
  make_cascade_detector({});
  EXPECT_EQ(cv::getNumThreads(), before + 2);
  cv::setNumThreads(before);
}

TEST_F(data_opencv_cascade, a_file_that_is_no_cascade_is_refused) {
  write_text("no.xml", "<no>");
  sentence_of(ExitCode::input, [&] { make_cascade_detector(folder_ / "no.xml"); });
}

}  // namespace
}  // namespace segme::data
