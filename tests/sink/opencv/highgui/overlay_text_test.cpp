// Words over a picture are inside it, whatever its size, and grow with it.
#include "sink/opencv/highgui/overlay_text.h"

#include <gtest/gtest.h>

namespace segme::highgui {
namespace {

const std::vector<std::string> kHelp = {"29.9/s  delay 21 ms  net 11 ms",
                                        "a  alpha: plain blending  <",
                                        "c  colour_transfer: the background's colours on the person",
                                        "s  seamless_clone: Poisson blending",
                                        "m  smooth_step: a firmer edge",
                                        "h  harmonise: the person lit as the background is",
                                        "b  next background, now #00ff00",
                                        "p  the matte in the corner",
                                        "r  capture the plate again (--method bgsub)",
                                        "i  figures",
                                        "?  this",
                                        "q  end"};
constexpr double kLetter = 18;

double width_of(const std::string& text) { return kLetter * static_cast<double>(text.size()); }

void expect_inside(const OverlayText& text, int width, int height) {
  for (const std::string& line : text.lines) {
    EXPECT_LE(width_of(line) * text.scale, std::max(1, width - 2 * kOverlayMargin) + 1e-6) << line;
  }
  EXPECT_LE(static_cast<double>(text.lines.size()) * kOverlayLineHeight * text.scale,
            std::max(1, height - 2 * kOverlayMargin) + 1e-6);
}

TEST(overlay_text, lines_are_inside_pictures_of_every_size) {
  for (const auto& [width, height] :
       {std::pair(240, 180), {320, 240}, {360, 640}, {640, 480}, {1920, 1080}, {64, 36}}) {
    const OverlayText text = fit_lines(kHelp, width, height, width_of);
    EXPECT_EQ(text.lines.size(), kHelp.size());
    expect_inside(text, width, height);
  }
}

TEST(overlay_text, lines_grow_with_the_picture_and_lose_their_details_before_they_cannot_be_read) {
  const double usual = fit_lines(kHelp, 1280, 720, width_of).scale;
  EXPECT_GT(fit_lines(kHelp, 1920, 1080, width_of).scale, 1.3 * usual);
  EXPECT_EQ(fit_lines(kHelp, 1280, 720, width_of).lines, kHelp);
  const OverlayText small = fit_lines(kHelp, 320, 240, width_of);
  EXPECT_EQ(small.lines[2], "c  colour_transfer");
  EXPECT_EQ(small.lines[8], "r  capture the plate again");
  EXPECT_EQ(small.lines[6], kHelp[6]);
  EXPECT_GT(small.scale, 0.4);
}

TEST(overlay_text, a_sentence_is_broken_between_words) {
  const std::string sentence =
      "cannot read 'somewhere/far/away/beach.jpg': no such file. Check the path or the address.";
  for (const auto& [width, height] : {std::pair(240, 180), {320, 240}, {1920, 1080}, {40, 30}}) {
    const OverlayText text = fit_sentence(sentence, width, height, width_of);
    expect_inside(text, width, height);
    std::string joined;
    for (const std::string& line : text.lines) joined += (joined.empty() ? "" : " ") + line;
    EXPECT_EQ(joined, sentence);
  }
  EXPECT_EQ(fit_sentence(sentence, 1920, 480, width_of).lines.size(), 1U);
  EXPECT_GT(fit_sentence(sentence, 320, 240, width_of).lines.size(), 1U);
  EXPECT_TRUE(fit_sentence("", 320, 240, width_of).lines.empty());
}

TEST(overlay_text, small_pictures_are_enlarged_and_others_are_not) {
  EXPECT_EQ(enlargement(160), 2);
  EXPECT_EQ(enlargement(240), 2);
  EXPECT_EQ(enlargement(64), 5);
  for (const int width : {320, 640, 1920}) EXPECT_EQ(enlargement(width), 1);
}

}  // namespace
}  // namespace segme::highgui
