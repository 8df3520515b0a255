// capture/picture_rows: the two RowTakers. PictureRows makes an upright sRGB Image, MatteRows an upright Matte.
#pragma once

#include <memory>

#include "base/image.h"
#include "capture/colour_profile.h"
#include "capture/decoder.h"

namespace segme {

/// Rows -> RGB, or RGBA where the file has alpha and `keep_alpha`; other alpha is composited on white.
class PictureRows final : public RowTaker {
 public:
  explicit PictureRows(bool keep_alpha) : keep_alpha_(keep_alpha) {}
  void start(const PictureHeader& file) override;
  std::uint8_t* room(int count) override;
  void take(int count) override;
  void take_deep(const std::uint16_t* rows, int count) override;

  Image image;
  PictureHeader header;
  bool converted = false;  ///< the profile was not sRGB

 private:
  const std::uint8_t* to_srgb(const std::uint8_t* from, std::size_t pixels);
  void take_converted(const std::uint16_t* rows, int count);
  const std::uint8_t* over_white(const std::uint8_t* rgba, std::size_t pixels);
  void place(const std::uint8_t* rows, int count);
  bool keep_alpha_;
  bool direct_ = false;  // rows can be decoded straight into the image
  int next_row_ = 0;
  std::unique_ptr<ColourTransform> transform_;
  Buffer<std::uint8_t> strip_;
  Buffer<std::uint8_t> colours_;
  Buffer<std::uint8_t> flat_;
};

/// Rows -> grey or the first channel (or alpha) as 0..1, exact for 8 and 16 bits.
class MatteRows final : public RowTaker {
 public:
  explicit MatteRows(bool prefer_alpha) : prefer_alpha_(prefer_alpha) {}
  void start(const PictureHeader& file) override;
  std::uint8_t* room(int count) override;
  void take(int count) override;
  void take_deep(const std::uint16_t* rows, int count) override;

  /// The file has an alpha channel that is not the matte.
  [[nodiscard]] bool left_alpha() const { return has_alpha(header_.colours) && channel_ == 0; }

  Matte matte;
  int apart = 0;  ///< of 255: between the three colours of a pixel, at most; 0 for grey, ink and alpha

 private:
  template <class Sample>
  void place(const Sample* rows, int count);
  bool prefer_alpha_;
  PictureHeader header_;
  int channel_ = 0;
  int next_row_ = 0;
  Buffer<std::uint8_t> strip_;
  Buffer<float> values_;
};

}  // namespace segme
