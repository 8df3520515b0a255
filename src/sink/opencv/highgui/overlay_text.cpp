// sink/opencv/highgui/overlay_text: see overlay_text.h.
#include "sink/opencv/highgui/overlay_text.h"

#include <algorithm>
#include <sstream>
#include <utility>

namespace segme::highgui {
namespace {

constexpr double kUsualScale = 0.55;
constexpr double kUsualHeight = 480;  // of the picture; on higher ones text grows
constexpr double kLegible = 0.4;      // letters of half the usual size are guessed, not read
constexpr double kShrink = 0.9;
constexpr double kLeast = 0.01;
constexpr int kLeastWidth = 320;

double usual_scale(int height) { return kUsualScale * std::max(1.0, height / kUsualHeight); }

/// The largest scale, up to the usual one, at which all lines are inside.
double largest_scale(const std::vector<std::string>& lines, int width, int height, const TextWidth& width_of) {
  double longest = 1;
  for (const std::string& line : lines) longest = std::max(longest, width_of(line));
  const double across = std::max(1, width - 2 * kOverlayMargin), down = std::max(1, height - 2 * kOverlayMargin);
  return std::min(
      {usual_scale(height), across / longest, down / (kOverlayLineHeight * static_cast<double>(lines.size()))});
}

std::string without_details(const std::string& line) {
  const std::size_t end = std::min(line.find(':'), line.find(" ("));
  return line.substr(0, end);
}

std::vector<std::string> wrap(const std::string& sentence, double most, const TextWidth& width_of) {
  std::vector<std::string> lines;
  std::istringstream words(sentence);
  for (std::string word; words >> word;) {
    if (!lines.empty() && width_of(lines.back() + " " + word) <= most) {
      lines.back() += " " + word;
    } else {
      lines.push_back(word);
    }
  }
  return lines;
}

}  // namespace

OverlayText fit_lines(std::vector<std::string> lines, int width, int height, const TextWidth& width_of) {
  if (lines.empty()) return {};
  double scale = largest_scale(lines, width, height, width_of);
  if (scale < kLegible) {
    for (std::string& line : lines) line = without_details(line);
    scale = largest_scale(lines, width, height, width_of);
  }
  return {std::move(lines), scale};
}

OverlayText fit_sentence(const std::string& sentence, int width, int height, const TextWidth& width_of) {
  const double across = std::max(1, width - 2 * kOverlayMargin);
  OverlayText made;
  for (made.scale = usual_scale(height);; made.scale *= kShrink) {
    made.lines = wrap(sentence, across / made.scale, width_of);
    const double half = std::max(1, height / 2 - kOverlayMargin);
    const bool low = static_cast<double>(made.lines.size()) * kOverlayLineHeight * made.scale <= half;
    const bool narrow = std::all_of(made.lines.begin(), made.lines.end(),
                                    [&](const std::string& line) { return width_of(line) * made.scale <= across; });
    if ((low && narrow) || made.scale < kLeast) return made;
  }
}

int enlargement(int width) { return width > 0 ? (kLeastWidth + width - 1) / width : 1; }

}  // namespace segme::highgui
