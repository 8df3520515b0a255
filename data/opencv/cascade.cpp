// data/opencv/cascade: faces are looked for in a grey copy of at most 1024 pixels.
#include "data/opencv/cascade.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <mutex>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <opencv2/objdetect.hpp>

#include "base/error.h"
#include "base/resize.h"

namespace segme::data {
namespace {

constexpr int kLongestSide = 1024;
constexpr double kStep = 1.1;      // between the sizes looked for
constexpr int kAgreeing = 6;       // windows that must agree on a face: fewer find faces in leaves and cloth
constexpr int kSmallestPart = 16;  // a face is at least this part of the short side
constexpr const char* kFile = "haarcascades/haarcascade_frontalface_alt2.xml";

std::filesystem::path default_cascade() {
#if !defined(SEGME_OPENCV_DATA)
#define SEGME_OPENCV_DATA "/usr/share/opencv4"
#endif
  for (const std::filesystem::path folder :
       {SEGME_OPENCV_DATA, "/usr/share/opencv4", "/usr/local/share/opencv4", "/usr/share/opencv"}) {
    std::error_code ignored;
    if (std::filesystem::exists(folder / kFile, ignored)) return folder / kFile;
  }
  throw Error(ExitCode::missing, "cannot look for faces: '" + std::string(kFile) +
                                     "' of OpenCV is not installed. Install opencv-data, or give --cascade FILE.");
}

class CascadeDetector final : public FaceDetector {
 public:
  explicit CascadeDetector(const std::filesystem::path& file) {
    // The callers are on threads of their own. OpenCV takes its pool apart and builds it anew at each such call, so
    // that two at the same time, as detectors are made on threads, free it twice.
    static std::once_flag once;
    std::call_once(once, [] { cv::setNumThreads(1); });
    try {
      if (classifier_.load(file.string())) return;
    } catch (const cv::Exception&) {  // said below
    }
    throw Error(ExitCode::input, "cannot read '" + file.string() + "': it is no cascade of OpenCV. Give another file.");
  }

  std::vector<Area> find(const Image& picture) override {
    SEGME_CHECK(picture.channels() == 3 && !picture.empty());
    const double factor =
        std::min(1.0, static_cast<double>(kLongestSide) / std::max(picture.width(), picture.height()));
    const int width = std::max(1, static_cast<int>(std::lround(picture.width() * factor)));
    const int height = std::max(1, static_cast<int>(std::lround(picture.height() * factor)));
    resize_area(picture, width, height, small_);
    std::vector<cv::Rect> found;
    try {
      const cv::Mat rgb(height, width, CV_8UC3, small_.data());
      cv::Mat grey;
      cv::cvtColor(rgb, grey, cv::COLOR_RGB2GRAY);
      cv::equalizeHist(grey, grey);
      const int smallest = std::max(20, std::min(width, height) / kSmallestPart);
      classifier_.detectMultiScale(grey, found, kStep, kAgreeing, 0, cv::Size(smallest, smallest));
    } catch (const cv::Exception& error) {
      throw Error(ExitCode::input, "cannot look for faces: OpenCV says " + error.err + ". Leave the picture out.");
    }
    std::sort(found.begin(), found.end(), [](const cv::Rect& a, const cv::Rect& b) { return a.area() > b.area(); });
    std::vector<Area> boxes;
    for (const cv::Rect& face : found) {
      const auto scaled = [&](int value) { return static_cast<int>(std::lround(value / factor)); };
      const int left = std::min(scaled(face.x), picture.width() - 1);
      const int top = std::min(scaled(face.y), picture.height() - 1);
      boxes.push_back({left, top, std::min(scaled(face.width), picture.width() - left),
                       std::min(scaled(face.height), picture.height() - top)});
    }
    return boxes;
  }

 private:
  cv::CascadeClassifier classifier_;
  Image small_;
};

}  // namespace

std::unique_ptr<FaceDetector> make_cascade_detector(const std::filesystem::path& cascade) {
  return std::make_unique<CascadeDetector>(cascade.empty() ? default_cascade() : cascade);
}

}  // namespace segme::data
