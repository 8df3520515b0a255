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

namespace segme::ffmpeg {
namespace {

struct Pixel {
  std::uint8_t channels[3];
};

constexpr int kScaling = SWS_BILINEAR | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT | SWS_FULL_CHR_H_INP;

}  // namespace

void RgbReader::begin(const AVFrame& first, double wider) {
  width_ = first.width;
  height_ = first.height;
  if (wider == 1) return;
  const double wide = std::max(2.0, std::round(first.width * wider / 2) * 2);  // even, as encoders want it
  if (wide * first.height <= static_cast<double>(kMaxPixels)) {
    width_ = static_cast<int>(wide);
  } else {
    height_ = std::max(2, static_cast<int>(std::round(first.height / wider / 2) * 2));
  }
}

void RgbReader::read(const AVFrame& frame, Image& image) {
  SEGME_CHECK(width_ > 0 && height_ > 0);
  if (orientation_ == 1) return convert(frame, image);
  convert(frame, stored_);
  const bool swapped = swaps_sides(orientation_);
  image.resize(swapped ? height_ : width_, swapped ? width_ : height_, 3);
  place_rows(reinterpret_cast<const Pixel*>(stored_.data()), 0, height_, width_, height_, orientation_,
             reinterpret_cast<Pixel*>(image.data()));
}

void RgbReader::convert(const AVFrame& frame, Image& image) {
  image.resize(width_, height_, 3);
  const Colours colours = colours_of(frame);
  const bool usual = plain_format(static_cast<AVPixelFormat>(frame.format)) == AV_PIX_FMT_YUV420P;
  if (usual && frame.width == width_ && frame.height == height_) {
    const Planes420<const std::uint8_t> planes{frame.data[0],     frame.data[1],     frame.data[2],
                                               frame.linesize[0], frame.linesize[1], frame.linesize[2]};
    return read_yuv420(planes, width_, height_, colours, image);
  }
  if (!scaler_ || from_width_ != frame.width || from_height_ != frame.height || from_format_ != frame.format ||
      colours != colours_) {
    const AVPixelFormat format = plain_format(static_cast<AVPixelFormat>(frame.format));
    scaler_.reset(sws_getContext(frame.width, frame.height, format, width_, height_, AV_PIX_FMT_RGB24, kScaling,
                                 nullptr, nullptr, nullptr));
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
    colours_ = colours;
  }
  std::uint8_t* planes[4] = {image.data(), nullptr, nullptr, nullptr};
  const int strides[4] = {static_cast<int>(image.stride()), 0, 0, 0};
  sws_scale(scaler_.get(), frame.data, frame.linesize, 0, frame.height, planes, strides);
}

}  // namespace segme::ffmpeg
