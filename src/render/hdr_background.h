// render/hdr_background: a background among pictures of HDR (PQ or HLG in BT.2020): its white becomes the white of
// paper, 203 nits, and not the brightest that a display can give (ITU-R BT.2408).
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "render/background.h"

namespace segme {

/// SDR's colours among those of HDR.
class HdrColours {
 public:
  /// hlg: hybrid log-gamma, else PQ.
  explicit HdrColours(bool hlg);
  /// What is stored for a colour; both are R, G, B.
  void store(const std::uint8_t* from, std::uint8_t* to) const;

 private:
  std::array<float, 256> light_{};   ///< of an sRGB value, 1 is white
  std::vector<std::uint8_t> value_;  ///< stored value of light, in even steps of its square root
  std::vector<float> scene_;         ///< of HLG: by luminance in the same steps, what makes it light of the scene
};

class HdrBackground final : public Background {
 public:
  HdrBackground(std::unique_ptr<Background> background, bool hlg);
  const Image& draw(const Frame& frame, const Matte& matte) override;

 private:
  std::unique_ptr<Background> background_;
  HdrColours colours_;
  Image picture_;
};

/// A chain of filters whose colours ("outline:colour=white") are those of HDR. @throws Error(usage) for what is no
/// colour
std::string with_hdr_colours(const std::string& chain, bool hlg);

}  // namespace segme
