// capture/ffmpeg/rgb_reader: a decoded picture, in whatever pixel format, range and orientation -> an upright RGB
// Image, and its alpha where it has one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/ffmpeg/handles.h"
#include "base/image.h"
#include "capture/ffmpeg/tone_map.h"
#include "capture/upright.h"
#include "capture/video_file.h"

namespace segme::ffmpeg {

class RgbReader {
 public:
  /// orientation: EXIF's number. name: of the video, for sentences.
  RgbReader(int orientation, const VideoOptions& options, std::string name)
      : orientation_(orientation), on_resize_(options.on_resize), keep_hdr_(options.keep_hdr), name_(std::move(name)) {}
  /// Pictures become as large as this one is, whose pixels have this shape; square: as wide as it is shown.
  void begin(const AVFrame& first, double pixel_aspect, bool square);
  [[nodiscard]] int width() const { return swaps_sides(orientation_) ? height_ : width_; }
  [[nodiscard]] int height() const { return swaps_sides(orientation_) ? width_ : height_; }
  /// Pictures so far that were of another size or shape than the first.
  [[nodiscard]] std::int64_t resized() const { return resized_; }
  /// @throws Error(input) for a pixel format that cannot be read, or another size where that is refused.
  void read(const AVFrame& frame, Frame& to);
  /// Whether read() changes nothing of such a frame but its colours, which are 8-bit 4:2:0 with even sides.
  [[nodiscard]] bool only_colours(const AVFrame& frame) const;
  /// The same for three planes of 10 bits, of any sides, whose colours are handed out as they are stored.
  [[nodiscard]] bool only_deep_colours(const AVFrame& frame) const;
  /// Whether HDR was made SDR.
  [[nodiscard]] bool tone_maps() const { return tone_map_.has_value(); }

 private:
  void read_upright(const AVFrame& frame, Image& image);
  void convert(const AVFrame& frame, Image& image);
  void scale(const AVFrame& frame, AVPixelFormat to, int width, int height, std::uint8_t* pixels, int stride);
  void map_tones(int width, int height, const AVFrame& frame, const Colours& colours, Image& image);
  void convert_to(int width, int height, const AVFrame& frame, Image& image);
  void letterbox(const AVFrame& frame, Image& image);
  [[nodiscard]] bool is_like_first(const AVFrame& frame) const;
  int orientation_;
  OnResize on_resize_;
  bool keep_hdr_;
  std::string name_;
  int width_ = 0, height_ = 0;  ///< before it is turned
  int first_width_ = 0, first_height_ = 0;
  AVRational first_shape_{0, 1};                  ///< of its pixels, as it says itself
  double first_aspect_ = 1, written_aspect_ = 1;  ///< of the pixels that come in and go out
  std::int64_t resized_ = 0;
  ScalerPointer scaler_;
  Colours colours_;
  int from_width_ = 0, from_height_ = 0, from_format_ = AV_PIX_FMT_NONE, to_width_ = 0, to_height_ = 0, to_format_ = 0;
  std::optional<ToneMap> tone_map_;
  std::vector<std::uint16_t> deep_;       ///< what is tone-mapped
  std::vector<std::uint8_t> colourless_;  ///< a row of chroma for grey pictures
  Image stored_, part_, transparent_;
};

}  // namespace segme::ffmpeg
