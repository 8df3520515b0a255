// render/opencv_options: what the renderer that needs OpenCV takes. Apart from it, for a program that lists it but does
// without OpenCV, which takes long to load.
#pragma once

#include <string>
#include <string_view>

namespace segme {

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
