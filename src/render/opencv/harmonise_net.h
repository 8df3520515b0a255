// render/opencv/harmonise_net: somebody else's harmonising net (Deep Image Harmonization, Tsai et al. 2017, as
// published for Caffe), run by OpenCV.
#pragma once

#include <memory>
#include <string>

#include "base/image.h"

namespace segme {

class HarmoniseNet {
 public:
  /// proto: what the net is, .prototxt; weights: .caffemodel, or "" for a net without any.
  /// @throws Error(model) when OpenCV cannot read them or they are no such net.
  HarmoniseNet(const std::string& proto, const std::string& weights);
  ~HarmoniseNet();
  HarmoniseNet(const HarmoniseNet&) = delete;
  HarmoniseNet& operator=(const HarmoniseNet&) = delete;

  /// Harmonises an RGB composite whose person has that matte (same size) into `out`, of the net's own size.
  void run(const Image& picture, const Matte& matte, Image& out);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace segme
