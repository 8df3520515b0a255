// sink/opencv/highgui/window: OpenCV's window, its trackbars and its keys.
#include <clocale>
#include <cstring>
#include <deque>
#include <opencv2/core.hpp>
#include <opencv2/highgui.hpp>
#include <opencv2/imgproc.hpp>
#include <utility>

#include "base/resize.h"
#include "sink/opencv/highgui/display.h"

namespace segme::highgui {
namespace {

constexpr int kMargin = 10;    // pixels
constexpr int kInsetPart = 5;  // the matte's width is a fifth of the picture's
constexpr double kLineHeight = 22;
constexpr double kFontScale = 0.55;
constexpr int kSquare = 12;  // pixels of the checkerboard

template <class Call>
auto calling(Call call) {
  try {
    return call();
  } catch (const cv::Exception& error) {
    throw Error(ExitCode::output,
                "cannot show the picture: OpenCV says '" + error.err + "'. Is the display still there?");
  }
}

/// White on a dark rim: to be read on every picture.
void write(cv::Mat& on, const std::string& text, cv::Point at) {
  cv::putText(on, text, at, cv::FONT_HERSHEY_SIMPLEX, kFontScale, cv::Scalar(0, 0, 0), 4, cv::LINE_AA);
  cv::putText(on, text, at, cv::FONT_HERSHEY_SIMPLEX, kFontScale, cv::Scalar(255, 255, 255), 1, cv::LINE_AA);
}

class HighguiWindow final : public Window {
 public:
  explicit HighguiWindow(std::string title) : title_(std::move(title)) {
    calling([&] { cv::namedWindow(title_, cv::WINDOW_AUTOSIZE | cv::WINDOW_GUI_NORMAL); });
    std::setlocale(LC_NUMERIC, "C");  // Qt has taken over the user's, in which 0.5 may be 0,5
  }
  HighguiWindow(const HighguiWindow&) = delete;
  HighguiWindow& operator=(const HighguiWindow&) = delete;
  ~HighguiWindow() override {
    try {
      cv::destroyWindow(title_);
    } catch (const cv::Exception&) {  // the user has closed it already
    }
  }

  void show(const Image& picture, double) override { show(picture, Overlay{}); }
  void show(const Image& picture, const Overlay& overlay) override;
  int key(int milliseconds) override {
    return calling([&] { return cv::waitKey(milliseconds); });
  }
  [[nodiscard]] bool open() const override {
    return calling([&] { return cv::getWindowProperty(title_, cv::WND_PROP_VISIBLE) >= 1; });
  }
  void slider(const std::string& name, int value, int most, std::function<void(int)> moved) override {
    sliders_.push_back(std::move(moved));
    const auto call = [](int at, void* slider) { (*static_cast<std::function<void(int)>*>(slider))(at); };
    calling([&] {
      cv::createTrackbar(name, title_, nullptr, most, call, &sliders_.back());
      cv::setTrackbarPos(name, title_, value);
    });
  }
  void move_slider(const std::string& name, int value) override {
    calling([&] { cv::setTrackbarPos(name, title_, value); });
  }

 private:
  void to_bgr(const Image& picture);
  void draw_inset(const Matte& matte);
  std::string title_;
  std::deque<std::function<void(int)>> sliders_;  // their addresses are with OpenCV
  cv::Mat canvas_;
  Matte small_;
};

void HighguiWindow::to_bgr(const Image& picture) {
  canvas_.create(picture.height(), picture.width(), CV_8UC3);
  const int channels = picture.channels();
  for (int y = 0; y < picture.height(); ++y) {
    const std::uint8_t* from = picture.row(y);
    std::uint8_t* to = canvas_.ptr(y);
    for (int x = 0; x < picture.width(); ++x, from += channels, to += 3) {
      if (channels < 3) {
        std::memset(to, from[0], 3);
      } else if (channels == 3) {
        to[0] = from[2], to[1] = from[1], to[2] = from[0];
      } else {
        const int ground = (x / kSquare + y / kSquare) % 2 == 0 ? 200 : 150;
        for (int c = 0; c < 3; ++c) {
          to[c] = static_cast<std::uint8_t>((from[2 - c] * from[3] + ground * (255 - from[3]) + 127) / 255);
        }
      }
    }
  }
}

void HighguiWindow::draw_inset(const Matte& matte) {
  const int width = canvas_.cols / kInsetPart;
  const int height = width * matte.height() / std::max(1, matte.width());
  const int left = canvas_.cols - width - kMargin;
  if (width < 1 || height < 1 || left < 0 || height + kMargin > canvas_.rows) return;
  resize_matte(matte, width, height, small_);
  for (int y = 0; y < height; ++y) {
    std::uint8_t* to = canvas_.ptr(kMargin + y) + static_cast<std::ptrdiff_t>(3) * left;
    for (int x = 0; x < width; ++x) std::memset(to + 3 * x, static_cast<int>(small_.row(y)[x] * 255 + 0.5F), 3);
  }
  cv::rectangle(canvas_, cv::Rect(left - 1, kMargin - 1, width + 2, height + 2), cv::Scalar(255, 255, 255));
}

void HighguiWindow::show(const Image& picture, const Overlay& overlay) {
  if (picture.empty()) return;
  to_bgr(picture);
  calling([&] {
    if (overlay.matte != nullptr) draw_inset(*overlay.matte);
    double y = kMargin + kLineHeight / 2 + 4;
    for (const std::string& line : overlay.lines) {
      write(canvas_, line, {kMargin, static_cast<int>(y)});
      y += kLineHeight;
    }
    if (!overlay.message.empty()) write(canvas_, overlay.message, {kMargin, canvas_.rows - kMargin});
    cv::imshow(title_, canvas_);
  });
}

}  // namespace

std::unique_ptr<Window> make_window(const std::string& title) { return std::make_unique<HighguiWindow>(title); }

}  // namespace segme::highgui
