// capture/ffmpeg/rgb_reader: see rgb_reader.h. 8-bit 4:2:0 is read by base/yuv, all else by swscale. FFmpeg's swscale
// is told colour space and range of both sides: left alone it takes everything for BT.601.
#include "capture/ffmpeg/rgb_reader.h"

extern "C" {
#include <libavutil/pixdesc.h>
}

#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "base/yuv.h"
#include "capture/image_file.h"
#include "capture/take_apart.h"

namespace segme::ffmpeg {
namespace {

template <int count>
struct Pixel {
  std::uint8_t channels[count];
};

template <int count>
void turn(const Image& from, int orientation, Image& to) {
  place_rows(reinterpret_cast<const Pixel<count>*>(from.data()), 0, from.height(), from.width(), from.height(),
             orientation, reinterpret_cast<Pixel<count>*>(to.data()));
}

int channels_of(const AVFrame& frame) {
  const AVPixFmtDescriptor* format = av_pix_fmt_desc_get(static_cast<AVPixelFormat>(frame.format));
  return format != nullptr && (format->flags & AV_PIX_FMT_FLAG_ALPHA) != 0 ? 4 : 3;
}

constexpr std::uint8_t kColourless = 128;  // of chroma
constexpr int kScaling = SWS_BILINEAR | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT | SWS_FULL_CHR_H_INP;

}  // namespace

void RgbReader::begin(const AVFrame& first, double pixel_aspect, bool square) {
  width_ = first_width_ = first.width;
  height_ = first_height_ = first.height;
  first_shape_ = first.sample_aspect_ratio;
  first_aspect_ = pixel_aspect;
  written_aspect_ = square ? 1 : pixel_aspect;
  const double wider = square ? pixel_aspect : 1;
  if (wider == 1) return;
  const double wide = std::max(2.0, std::round(first.width * wider / 2) * 2);  // even, as encoders want it
  if (wide * first.height <= static_cast<double>(kMaxPixels)) {
    width_ = static_cast<int>(wide);
  } else {
    height_ = std::max(2, static_cast<int>(std::round(first.height / wider / 2) * 2));
  }
}

void RgbReader::read(const AVFrame& frame, Frame& to) {
  SEGME_CHECK(width_ > 0 && height_ > 0);
  if (channels_of(frame) == 4) {
    read_upright(frame, transparent_);
    return take_apart(transparent_, to);
  }
  make_opaque(to);
  read_upright(frame, to.image);
}

void RgbReader::read_upright(const AVFrame& frame, Image& image) {
  if (orientation_ == 1) return convert(frame, image);
  convert(frame, stored_);
  const bool swapped = swaps_sides(orientation_);
  image.resize(swapped ? height_ : width_, swapped ? width_ : height_, stored_.channels());
  stored_.channels() == 4 ? turn<4>(stored_, orientation_, image) : turn<3>(stored_, orientation_, image);
}

bool RgbReader::is_like_first(const AVFrame& frame) const {
  const AVRational shape = frame.sample_aspect_ratio;
  const bool same_pixels = shape.num <= 0 || first_shape_.num <= 0 || av_cmp_q(shape, first_shape_) == 0;
  return frame.width == first_width_ && frame.height == first_height_ && same_pixels;
}

bool RgbReader::only_colours(const AVFrame& frame) const {
  return orientation_ == 1 && is_like_first(frame) && frame.width == width_ && frame.height == height_ &&
         width_ % 2 == 0 && height_ % 2 == 0 && !is_hdr(frame.color_trc) &&
         plain_format(static_cast<AVPixelFormat>(frame.format)) == AV_PIX_FMT_YUV420P;
}

bool RgbReader::only_deep_colours(const AVFrame& frame) const {
  return orientation_ == 1 && is_like_first(frame) && frame.width == width_ && frame.height == height_ &&
         (keep_hdr_ || !is_hdr(frame.color_trc)) && is_deep(static_cast<AVPixelFormat>(frame.format));
}

void RgbReader::convert(const AVFrame& frame, Image& image) {
  if (is_like_first(frame)) return convert_to(width_, height_, frame, image);
  ++resized_;
  if (on_resize_ == OnResize::refuse) {
    throw Error(ExitCode::input, "cannot read on in " + name_ + ": its pictures change from " +
                                     std::to_string(first_width_) + "x" + std::to_string(first_height_) + " to " +
                                     std::to_string(frame.width) + "x" + std::to_string(frame.height) +
                                     " on the way. Have such pictures fitted in.");
  }
  on_resize_ == OnResize::stretch ? convert_to(width_, height_, frame, image) : letterbox(frame, image);
}

/// The whole picture in its own shape, as large as it fits, in the middle of black.
void RgbReader::letterbox(const AVFrame& frame, Image& image) {
  const bool says = frame.sample_aspect_ratio.num > 0 && frame.sample_aspect_ratio.den > 0;
  const double pixel = says ? av_q2d(frame.sample_aspect_ratio) : first_aspect_;
  const double wide = frame.width * pixel / written_aspect_;
  const double scale = std::min(width_ / wide, static_cast<double>(height_) / frame.height);
  const int width = std::clamp(static_cast<int>(std::lround(wide * scale)), 1, width_);
  const int height = std::clamp(static_cast<int>(std::lround(frame.height * scale)), 1, height_);
  if (width == width_ && height == height_) return convert_to(width_, height_, frame, image);
  convert_to(width, height, frame, part_);
  const int channels = part_.channels();
  image.resize(width_, height_, channels);
  image.fill(0);
  const auto left = static_cast<std::size_t>((width_ - width) / 2 * channels);
  const int top = (height_ - height) / 2;
  for (int y = 0; y < height; ++y) std::copy_n(part_.row(y), part_.stride(), image.row(top + y) + left);
}

void RgbReader::convert_to(int width, int height, const AVFrame& frame, Image& image) {
  image.resize(width, height, channels_of(frame));
  const Colours colours = colours_of(frame);
  if (!keep_hdr_ && is_hdr(colours.transfer)) {
    return map_tones(width, height, frame, colours, image);
  }
  const AVPixelFormat format = plain_format(static_cast<AVPixelFormat>(frame.format));
  if (frame.width == width && frame.height == height) {
    Planes420<const std::uint8_t> planes{frame.data[0],     frame.data[1],     frame.data[2],
                                         frame.linesize[0], frame.linesize[1], frame.linesize[2]};
    if (format == AV_PIX_FMT_YUV420P) return read_yuv420(planes, width, height, colours, image);
    if (format == AV_PIX_FMT_GRAY8) {  // swscale copies it as if it were of full range
      colourless_.assign((static_cast<std::size_t>(width) + 1) / 2, kColourless);
      planes.u = planes.v = colourless_.data();
      planes.u_stride = planes.v_stride = 0;
      return read_yuv420(planes, width, height, colours, image);
    }
  }
  scale(frame, image.channels() == 4 ? AV_PIX_FMT_RGBA : AV_PIX_FMT_RGB24, width, height, image.data(),
        static_cast<int>(image.stride()));
}

void RgbReader::map_tones(int width, int height, const AVFrame& frame, const Colours& colours, Image& image) {
  const bool wide = colours.primaries == AVCOL_PRI_BT2020 || colours.primaries == AVCOL_PRI_UNSPECIFIED;
  if (!tone_map_ || !tone_map_->fits(colours.transfer, wide)) tone_map_.emplace(colours.transfer, wide);
  deep_.resize(image.size());
  scale(frame, image.channels() == 4 ? AV_PIX_FMT_RGBA64 : AV_PIX_FMT_RGB48, width, height,
        reinterpret_cast<std::uint8_t*>(deep_.data()), static_cast<int>(image.stride() * sizeof(std::uint16_t)));
  tone_map_->run(deep_.data(), image);
}

void RgbReader::scale(const AVFrame& frame, AVPixelFormat to, int width, int height, std::uint8_t* pixels, int stride) {
  const Colours colours = colours_of(frame);
  if (!scaler_ || from_width_ != frame.width || from_height_ != frame.height || from_format_ != frame.format ||
      to_width_ != width || to_height_ != height || to_format_ != to || colours != colours_) {
    const AVPixelFormat format = plain_format(static_cast<AVPixelFormat>(frame.format));
    scaler_.reset(
        sws_getContext(frame.width, frame.height, format, width, height, to, kScaling, nullptr, nullptr, nullptr));
    if (!scaler_) {
      const char* name = av_get_pix_fmt_name(static_cast<AVPixelFormat>(frame.format));
      throw Error(ExitCode::input, std::string("cannot read pictures of the pixel format ") +
                                       (name != nullptr ? name : "that this video has") + ". Convert the video first.");
    }
    const int* table = sws_getCoefficients(scaler_space(colours.matrix));
    sws_setColorspaceDetails(scaler_.get(), table, colours.full_range ? 1 : 0, table, 1, 0, 1 << 16, 1 << 16);
    from_width_ = frame.width;
    from_height_ = frame.height;
    from_format_ = frame.format;
    to_width_ = width;
    to_height_ = height;
    to_format_ = to;
    colours_ = colours;
  }
  std::uint8_t* planes[4] = {pixels, nullptr, nullptr, nullptr};
  const int strides[4] = {stride, 0, 0, 0};
  sws_scale(scaler_.get(), frame.data, frame.linesize, 0, frame.height, planes, strides);
}

}  // namespace segme::ffmpeg
