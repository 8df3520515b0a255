// sink/ffmpeg/picture_writer: see picture_writer.h.
#include "sink/ffmpeg/picture_writer.h"

extern "C" {
#include <libavutil/pixdesc.h>
}

#include "base/error.h"
#include "base/yuv.h"

namespace segme::ffmpeg {
namespace {

constexpr int kScaling = SWS_BILINEAR | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT | SWS_FULL_CHR_H_INP;

AVPixelFormat format_of(int channels) {
  return channels == 1 ? AV_PIX_FMT_GRAY8 : channels == 3 ? AV_PIX_FMT_RGB24 : AV_PIX_FMT_RGBA;
}

}  // namespace

PictureWriter::PictureWriter(int width, int height, int channels, AVPixelFormat format, const Colours& colours)
    : width_(width),
      height_(height),
      channels_(channels),
      format_(format),
      colours_(colours),
      frame_(av_frame_alloc()) {
  if (!frame_) throw std::bad_alloc();
  scaler_.reset(sws_getContext(width_, height_, format_of(channels_), width_, height_, plain_format(format), kScaling,
                               nullptr, nullptr, nullptr));
  if (!scaler_) {
    throw Error(ExitCode::output,
                "pictures cannot be stored in the pixel format of this encoder. Give another encoder.");
  }
  const int* table = sws_getCoefficients(scaler_space(colours.matrix));
  const bool full = colours_.full_range = colours.full_range || plain_format(format) != format;
  sws_setColorspaceDetails(scaler_.get(), table, 1, table, full ? 1 : 0, 0, 1 << 16, 1 << 16);
  // RGB formats are for lossless codecs and palettes, which have no use for colours that cannot be seen.
  const AVPixFmtDescriptor* description = av_pix_fmt_desc_get(format);
  fills_ = description != nullptr && (description->flags & AV_PIX_FMT_FLAG_RGB) == 0;
  frame_->format = format_;
  frame_->width = width_;
  frame_->height = height_;
  frame_->color_range = full ? AVCOL_RANGE_JPEG : colours.range_said ? AVCOL_RANGE_MPEG : AVCOL_RANGE_UNSPECIFIED;
  frame_->colorspace = static_cast<AVColorSpace>(colours.space);
  frame_->color_primaries = static_cast<AVColorPrimaries>(colours.primaries);
  frame_->color_trc = static_cast<AVColorTransferCharacteristic>(colours.transfer);
  if (av_frame_get_buffer(frame_.get(), 0) < 0) throw std::bad_alloc();
}

AVFrame& PictureWriter::writable() {
  SEGME_CHECK(plain_format(format_) == AV_PIX_FMT_YUV420P || is_deep(format_));
  if (av_frame_make_writable(frame_.get()) < 0) throw std::bad_alloc();
  return *frame_;
}

AVFrame& PictureWriter::write(const Image& picture) {
  SEGME_CHECK(picture.width() == width_ && picture.height() == height_ && picture.channels() == channels_);
  if (av_frame_make_writable(frame_.get()) < 0) throw std::bad_alloc();
  if (channels_ == 3 && plain_format(format_) == AV_PIX_FMT_YUV420P) {
    write_yuv420(picture, colours_,
                 {frame_->data[0], frame_->data[1], frame_->data[2], frame_->linesize[0], frame_->linesize[1],
                  frame_->linesize[2]});
    return *frame_;
  }
  if (channels_ == 4 && fills_) fill_.run(picture, filled_);
  const Image& source = channels_ == 4 && fills_ ? filled_ : picture;
  const std::uint8_t* planes[4] = {source.data(), nullptr, nullptr, nullptr};
  const int strides[4] = {static_cast<int>(picture.stride()), 0, 0, 0};
  sws_scale(scaler_.get(), planes, strides, 0, height_, frame_->data, frame_->linesize);
  return *frame_;
}

}  // namespace segme::ffmpeg
