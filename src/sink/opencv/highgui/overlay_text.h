// sink/opencv/highgui/overlay_text: how large the words over a picture are: larger on a large one, and never so large
// that they leave it.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace segme::highgui {

struct OverlayText {
  std::vector<std::string> lines;
  double scale = 1;  ///< of the font
};

constexpr int kOverlayMargin = 10;         ///< pixels around all text
constexpr double kOverlayLineHeight = 40;  ///< pixels of a line at scale 1

/// Width in pixels that a text has at scale 1.
using TextWidth = std::function<double(const std::string&)>;

/// Lines that stand one below the other in a picture of this size. Where they could not be read, what stands behind
/// a colon or in brackets goes.
OverlayText fit_lines(std::vector<std::string> lines, int width, int height, const TextWidth& width_of);

/// A sentence, broken between words where it is too long for the picture's width.
OverlayText fit_sentence(const std::string& sentence, int width, int height, const TextWidth& width_of);

/// By which whole number a small picture is enlarged, so that something can be written on it.
int enlargement(int width);

}  // namespace segme::highgui
