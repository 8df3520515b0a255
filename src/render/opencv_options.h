// render/opencv_options: what the renderers that need OpenCV take. Apart from them, for a program that lists them but
// does without OpenCV, which takes long to load.
#pragma once

#include <string>
#include <string_view>

namespace segme {

struct SeamlessCloneOptions {
  static constexpr std::string_view kName = "seamless_clone";
  static constexpr std::string_view kSummary = "the person cloned in, shaded as the background at the border (Poisson)";
  float grow = 2.3F;  // 3 of 128 pixels
  int size = 640;
  void describe(auto& visit) {
    visit("grow", grow, "how much of the old background is taken along, in hundredths of the longer side", 0.0F, 20.0F);
    visit("size", size, "longest side at which it is solved", 64, 8192);
  }
};

struct HarmoniseCaffeOptions {
  static constexpr std::string_view kName = "harmonise_caffe";
  static constexpr std::string_view kSummary = "harmonises with a Caffe net of yours (Deep Image Harmonization)";
  std::string proto = "deploy_512.prototxt";
  std::string weights = "harmonize_iter_200000.caffemodel";
  float strength = 1.0F;
  void describe(auto& visit) {
    visit("proto", proto, "the net's .prototxt", "");
    visit("weights", weights, "its .caffemodel", "");
    visit("strength", strength, "how much of its change", 0.0F, 2.0F);
  }
};

}  // namespace segme
