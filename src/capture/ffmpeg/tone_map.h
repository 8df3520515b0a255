// capture/ffmpeg/tone_map: HDR pictures (PQ or HLG in BT.2020) -> 8-bit sRGB values. What is as bright as white paper
// is nearly white, what shines keeps its colour and is compressed above it: the curve of ITU-R BT.2390.
#pragma once

#include <cstdint>
#include <vector>

#include "base/ffmpeg/handles.h"
#include "base/image.h"

namespace segme::ffmpeg {

class ToneMap {
 public:
  /// transfer: ITU-T H.273's, one that is_hdr(). wide: the primaries are those of BT.2020.
  ToneMap(int transfer, bool wide);
  [[nodiscard]] bool fits(int transfer, bool wide) const { return transfer == transfer_ && wide == wide_; }
  /// `pixels`: 16-bit R, G, B, and A where `image` has 4 channels; as many as it has.
  void run(const std::uint16_t* pixels, Image& image) const;

 private:
  template <int channels>
  void map(const std::uint16_t* pixels, Image& image) const;

  int transfer_;
  bool wide_;
  std::vector<float> light_;         ///< of a stored value's upper bits, 1 is SDR's white; of HLG, the scene's
  std::vector<float> system_;        ///< of HLG: by the scene's luminance, to light where 1 is SDR's white
  std::vector<float> gain_;          ///< by the brightest channel
  std::vector<std::uint8_t> value_;  ///< sRGB value of light
};

}  // namespace segme::ffmpeg
