// render/hdr_background: a background among pictures of HDR (PQ or HLG in BT.2020): its white becomes the white of
// paper, 203 nits, and not the brightest that a display can give (ITU-R BT.2408).
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "render/background.h"

namespace segme {

class HdrBackground final : public Background {
 public:
  /// hlg: hybrid log-gamma, else PQ.
  HdrBackground(std::unique_ptr<Background> background, bool hlg);
  const Image& draw(const Frame& frame, const Matte& matte) override;

 private:
  std::unique_ptr<Background> background_;
  std::array<float, 256> light_{};   ///< of an sRGB value, 1 is white
  std::vector<std::uint8_t> value_;  ///< stored value of light, in even steps of its square root
  std::vector<float> scene_;         ///< of HLG: by luminance in the same steps, what makes it light of the scene
  Image picture_;
};

}  // namespace segme
