// sink/opencv/highgui/window: OpenCV's window, its trackbars and its keys.
#include <algorithm>
#include <clocale>
#include <cstring>
#include <deque>
#include <opencv2/core.hpp>
#include <opencv2/highgui.hpp>
#include <opencv2/imgproc.hpp>
#include <utility>

#include "base/resize.h"
#include "sink/opencv/highgui/display.h"
#include "sink/opencv/highgui/keys.h"
#include "sink/opencv/highgui/overlay_text.h"

namespace segme::highgui {
namespace {

constexpr int kMargin = kOverlayMargin;
constexpr int kInsetPart = 5;      // the matte's width is a fifth of the picture's
constexpr int kSquare = 12;        // pixels of the checkerboard
constexpr double kAscent = 27;     // pixels from the top of a line to where its letters stand, at scale 1
constexpr double kPenWidth = 0.6;  // scale from which on the pen is thicker than a pixel
constexpr int kFrameWidth = 16, kFrameHeight = 150;  // pixels of a screen that title and sliders take

template <class Call>
auto calling(Call call) {
  try {
    return call();
  } catch (const cv::Exception& error) {
    throw Error(ExitCode::output,
                "cannot show the picture: OpenCV says '" + error.err + "'. Is the display still there?");
  }
}

double width_of(const std::string& text) {
  int below = 0;
  return cv::getTextSize(text, cv::FONT_HERSHEY_SIMPLEX, 1, 1, &below).width;
}

/// White on a dark rim: to be read on every picture. `top`: of the first line.
void write(cv::Mat& on, const OverlayText& text, double top) {
  const int pen = std::max(1, static_cast<int>(text.scale / kPenWidth));
  double y = top + kAscent * text.scale;
  for (const std::string& line : text.lines) {
    const cv::Point at(kMargin, static_cast<int>(y));
    cv::putText(on, line, at, cv::FONT_HERSHEY_SIMPLEX, text.scale, cv::Scalar(0, 0, 0), pen + 3, cv::LINE_AA);
    cv::putText(on, line, at, cv::FONT_HERSHEY_SIMPLEX, text.scale, cv::Scalar(255, 255, 255), pen, cv::LINE_AA);
    y += kOverlayLineHeight * text.scale;
  }
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
  std::string keys(int milliseconds) override {
    const bool typed = keys_.listens();
    const int key = calling([&] { return cv::waitKey(milliseconds); });
    if (!typed) keys_.find(title_);
    std::string all = keys_.take();
    // OpenCV keeps only the last key of those that came at once: it is asked where the display itself is not.
    if (!typed && key >= 0) all.insert(all.begin(), static_cast<char>(key & 0x7F));
    return all;
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
  const Image& sized(const Image& picture);
  void to_bgr(const Image& picture);
  void draw_inset(const Matte& matte);
  std::string title_;
  std::deque<std::function<void(int)>> sliders_;  // their addresses are with OpenCV
  cv::Mat canvas_;
  Matte small_;
  Image sized_;
  ScreenSize screen_ = screen_size();
  Keys keys_;
};

/// As large as the screen has room for; a very small one is enlarged.
const Image& HighguiWindow::sized(const Image& picture) {
  double factor = enlargement(picture.width());
  if (screen_.width > 0 && screen_.height > 0) {
    factor = std::min({factor, std::max(0.25 * screen_.width, screen_.width - double{kFrameWidth}) / picture.width(),
                       std::max(0.25 * screen_.height, screen_.height - double{kFrameHeight}) / picture.height()});
  }
  if (factor == 1) return picture;
  resize_area(picture, std::max(1, static_cast<int>(picture.width() * factor)),
              std::max(1, static_cast<int>(picture.height() * factor)), sized_);
  return sized_;
}

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
  to_bgr(sized(picture));
  calling([&] {
    if (overlay.matte != nullptr) draw_inset(*overlay.matte);
    const OverlayText message = fit_sentence(overlay.message, canvas_.cols, canvas_.rows, width_of);
    const double below = kOverlayLineHeight * message.scale * static_cast<double>(message.lines.size());
    write(canvas_, fit_lines(overlay.lines, canvas_.cols, canvas_.rows - static_cast<int>(below), width_of), kMargin);
    write(canvas_, message, canvas_.rows - kMargin - below);
    cv::imshow(title_, canvas_);
  });
}

}  // namespace

std::unique_ptr<Window> make_window(const std::string& title) { return std::make_unique<HighguiWindow>(title); }

}  // namespace segme::highgui
