// render/opencv/seamless_clone: the person's own details, shaded as the background at their border asks: Poisson image
// editing (Perez et al. 2003) as OpenCV has it. The matte, as yes or no, is grown a little; of several people the
// largest is cloned, and moved down to the lower border. A large picture is solved at a smaller size: what the solution
// adds to the frame is smooth, so it is enlarged and added to the frame itself, which keeps its details.
#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <opencv2/photo.hpp>
#include <vector>

#include "render/kinds.h"
#include "render/opencv_options.h"

namespace segme {
namespace {

constexpr int kLeast = 8;  // pixels of a side below which there is nothing to solve

class SeamlessClone final : public Renderer {
 public:
  using Options = SeamlessCloneOptions;
  static constexpr std::string_view kName = Options::kName;
  explicit SeamlessClone(const Options& options) : options_(options) {}
  [[nodiscard]] Role role() const override { return {.background = true}; }
  void draw(const Scene& scene, Image& picture) override;

 private:
  bool find_person();
  void solve(const cv::Mat& frame, const cv::Mat& background);
  void clone(const cv::Mat& frame, const cv::Mat& background, const cv::Mat& matte, cv::Mat& out);
  void enlarge(const cv::Mat& frame, const cv::Mat& background, cv::Mat& out);
  Options options_;
  cv::Mat small_frame_, small_background_, small_matte_, mask_, solved_, shifted_, added_, large_added_,
      share_;     // at the working size
  cv::Rect box_;  // of the person
};

/// A look at an image of ours; nothing is copied.
cv::Mat look(const Image& image) {
  return {image.height(), image.width(), CV_8UC3, const_cast<std::uint8_t*>(image.data())};
}

/// Leaves of mask_ the largest person, grown. Whether there is one.
bool SeamlessClone::find_person() {
  const int longest = std::max(mask_.cols, mask_.rows);
  const int radius = static_cast<int>(std::lround(options_.grow / 100 * static_cast<float>(longest)));
  cv::dilate(mask_, mask_, cv::getStructuringElement(cv::MORPH_RECT, {2 * radius + 1, 2 * radius + 1}));
  // The solution needs a border that belongs to the background.
  cv::rectangle(mask_, {0, 0}, {mask_.cols - 1, mask_.rows - 1}, cv::Scalar(0));
  std::vector<std::vector<cv::Point>> contours;
  cv::findContours(mask_, contours, cv::RETR_EXTERNAL, cv::CHAIN_APPROX_SIMPLE);
  const auto largest = std::max_element(contours.begin(), contours.end(), [](const auto& a, const auto& b) {
    return cv::contourArea(a) < cv::contourArea(b);
  });
  if (largest == contours.end()) return false;
  mask_.setTo(cv::Scalar(0));
  cv::drawContours(mask_, contours, static_cast<int>(largest - contours.begin()), cv::Scalar(255), cv::FILLED);
  box_ = cv::boundingRect(mask_);
  return box_.width > 1 && box_.height > 1;
}

/// The frame, moved down so that the box stands on the lower border, into the background: solved_.
void SeamlessClone::solve(const cv::Mat& frame, const cv::Mat& background) {
  const int down = mask_.rows - 1 - (box_.y + box_.height);
  const cv::Point centre(box_.x + box_.width / 2, box_.y + down + box_.height / 2);
  cv::seamlessClone(frame, background, mask_, centre, solved_, cv::NORMAL_CLONE);
  const cv::Mat move = (cv::Mat_<double>(2, 3) << 1, 0, 0, 0, 1, down);
  cv::warpAffine(frame, shifted_, move, frame.size(), cv::INTER_NEAREST, cv::BORDER_REPLICATE);
  cv::warpAffine(mask_, mask_, move, mask_.size(), cv::INTER_NEAREST, cv::BORDER_CONSTANT, cv::Scalar(0));
}

void SeamlessClone::enlarge(const cv::Mat& frame, const cv::Mat& background, cv::Mat& out) {
  const int down = static_cast<int>(
      std::lround(static_cast<double>(mask_.rows - 1 - (box_.y + box_.height)) * frame.rows / std::max(1, mask_.rows)));
  cv::subtract(solved_, shifted_, added_, cv::noArray(), CV_16SC3);
  cv::resize(added_, large_added_, frame.size(), 0, 0, cv::INTER_LINEAR);
  cv::resize(mask_, share_, frame.size(), 0, 0, cv::INTER_LINEAR);
  for (int y = 0; y < frame.rows; ++y) {
    const auto* from = frame.ptr<std::uint8_t>(std::clamp(y - down, 0, frame.rows - 1));
    const auto* behind = background.ptr<std::uint8_t>(y);
    const auto* added = large_added_.ptr<std::int16_t>(y);
    const auto* share = share_.ptr<std::uint8_t>(y);
    auto* to = out.ptr<std::uint8_t>(y);
    for (int i = 0; i < 3 * frame.cols; ++i) {
      const int person = std::clamp(from[i] + added[i], 0, 255);
      to[i] = static_cast<std::uint8_t>((share[i / 3] * person + (255 - share[i / 3]) * behind[i] + 127) / 255);
    }
  }
}

/// `out` comes as a copy of the background.
void SeamlessClone::clone(const cv::Mat& frame, const cv::Mat& background, const cv::Mat& matte, cv::Mat& out) {
  const double factor = std::min(1.0, static_cast<double>(options_.size) / std::max(frame.cols, frame.rows));
  const cv::Size size(std::max(kLeast, static_cast<int>(std::lround(frame.cols * factor))),
                      std::max(kLeast, static_cast<int>(std::lround(frame.rows * factor))));
  cv::resize(matte, small_matte_, size, 0, 0, cv::INTER_AREA);
  cv::compare(small_matte_, 0.5, mask_, cv::CMP_GT);
  if (!find_person()) return;
  if (size == frame.size()) {
    solve(frame, background);
    solved_.copyTo(out);
    return;
  }
  cv::resize(frame, small_frame_, size, 0, 0, cv::INTER_AREA);
  cv::resize(background, small_background_, size, 0, 0, cv::INTER_AREA);
  solve(small_frame_, small_background_);
  enlarge(frame, background, out);
}

void SeamlessClone::draw(const Scene& scene, Image& picture) {
  SEGME_CHECK(scene.background != nullptr);
  const Image& frame = scene.frame.person();
  picture = *scene.background;
  if (std::min(frame.width(), frame.height()) < kLeast) return;
  const cv::Mat matte(frame.height(), frame.width(), CV_32F, const_cast<float*>(scene.matte.data()));
  cv::Mat out = look(picture);
  try {
    clone(look(frame), look(*scene.background), matte, out);
  } catch (const cv::Exception& error) {
    throw Error(ExitCode::bug, std::string("seamless_clone: OpenCV says '") + error.what() + "'.");
  }
}

}  // namespace

const RendererKind seamless_clone_renderer = make_kind<Renderer, SeamlessClone>(SeamlessCloneOptions::kSummary);

}  // namespace segme
