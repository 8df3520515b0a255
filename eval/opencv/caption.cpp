// eval/opencv/caption: the Hershey letters of OpenCV, as high as the place lets them be.
#include "eval/opencv/caption.h"

#include <opencv2/imgproc.hpp>

namespace segme::eval {
namespace {

constexpr int kFont = cv::FONT_HERSHEY_SIMPLEX;
constexpr double kUnscaledHeight = 30;  // of these letters, with what hangs below the line
constexpr int kBelow = 5;               // pixels under the line

/// One '?' for each letter that is no ASCII, however many bytes it has.
std::string plain(const std::string& text) {
  std::string made;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 32 && byte < 127) made += c;
    if (byte >= 0xC0) made += '?';
  }
  return made;
}

}  // namespace

void write_caption(const std::string& text, const CaptionPlace& place, Image& image) {
  const double scale = place.height / kUnscaledHeight;
  std::string shown = plain(text);
  int ignored = 0;
  while (!shown.empty() && cv::getTextSize(shown, kFont, scale, 1, &ignored).width > place.width) shown.erase(0, 1);
  cv::Mat whole(image.height(), image.width(), CV_8UC3, image.data(), image.stride());
  cv::putText(whole, shown, {place.left, place.top + place.height - kBelow}, kFont, scale, {230, 230, 230}, 1,
              cv::LINE_AA);
}

}  // namespace segme::eval
