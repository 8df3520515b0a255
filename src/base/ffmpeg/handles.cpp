// base/ffmpeg/handles: see handles.h.
#include "base/ffmpeg/handles.h"

extern "C" {
#include <libavutil/log.h>
#include <libavutil/pixdesc.h>
}

#include <filesystem>
#include <system_error>

#include "base/name_pattern.h"

namespace segme::ffmpeg {
namespace {

constexpr int kHighDefinitionWidth = 1024;  // of untagged files: wider or higher than this is BT.709 to players
constexpr int kHighDefinitionHeight = 576;

bool is_rgb(AVPixelFormat format) {
  const AVPixFmtDescriptor* description = av_pix_fmt_desc_get(format);
  return description != nullptr && (description->flags & AV_PIX_FMT_FLAG_RGB) != 0;
}

bool implies_full_range(AVPixelFormat format) { return plain_format(format) != format; }

/// Without chroma. FFmpeg takes such pictures for full range where the file says nothing, and so do we.
bool is_grey(AVPixelFormat format) {
  const AVPixFmtDescriptor* description = av_pix_fmt_desc_get(format);
  return description != nullptr && description->nb_components <= 2 && !is_rgb(format);
}

}  // namespace

std::string error_text(int error) {
  char text[AV_ERROR_MAX_STRING_SIZE] = {};
  return av_strerror(error, text, sizeof text) == 0 ? text : "unknown error " + std::to_string(error);
}

std::string address_of(const std::string& where) {
  if (where == "-") return "pipe:0";
  if (where.find(':') == std::string::npos || where.find("://") != std::string::npos) return where;
  std::error_code ignored;
  const bool there = std::filesystem::exists(where, ignored) || !NamePattern(where).existing().empty();
  return there ? "file:" + where : where;
}

int best_picture_stream(AVFormatContext& container) {
  const int index = av_find_best_stream(&container, AVMEDIA_TYPE_VIDEO, -1, -1, nullptr, 0);
  return index >= 0 && is_cover(*container.streams[index]) ? -1 : index;
}

AVPixelFormat plain_format(AVPixelFormat format) {
  switch (format) {
    case AV_PIX_FMT_YUVJ420P: return AV_PIX_FMT_YUV420P;
    case AV_PIX_FMT_YUVJ422P: return AV_PIX_FMT_YUV422P;
    case AV_PIX_FMT_YUVJ444P: return AV_PIX_FMT_YUV444P;
    case AV_PIX_FMT_YUVJ440P: return AV_PIX_FMT_YUV440P;
    case AV_PIX_FMT_YUVJ411P: return AV_PIX_FMT_YUV411P;
    default: return format;
  }
}

bool is_deep(AVPixelFormat format) {
  return format == AV_PIX_FMT_YUV420P10 || format == AV_PIX_FMT_YUV422P10 || format == AV_PIX_FMT_YUV444P10;
}

bool is_hdr(int transfer) { return transfer == AVCOL_TRC_SMPTE2084 || transfer == AVCOL_TRC_ARIB_STD_B67; }

Colours colours_of(const AVFrame& frame) {
  const auto format = static_cast<AVPixelFormat>(frame.format);
  Colours colours;
  colours.primaries = frame.color_primaries;
  colours.transfer = frame.color_trc;
  const bool high = frame.width > kHighDefinitionWidth || frame.height > kHighDefinitionHeight;
  colours.matrix = is_hdr(colours.transfer) ? ColourMatrix::bt2020 : high ? ColourMatrix::bt709 : ColourMatrix::bt601;
  if (is_rgb(format)) return colours;  // no matrix in the file; the guess is for what is written from it
  colours.space = frame.colorspace;
  switch (frame.colorspace) {
    case AVCOL_SPC_BT709:
    case AVCOL_SPC_SMPTE240M: colours.matrix = ColourMatrix::bt709; break;
    case AVCOL_SPC_FCC:
    case AVCOL_SPC_BT470BG:
    case AVCOL_SPC_SMPTE170M: colours.matrix = ColourMatrix::bt601; break;
    case AVCOL_SPC_BT2020_NCL:
    case AVCOL_SPC_BT2020_CL: colours.matrix = ColourMatrix::bt2020; break;
    default: break;
  }
  colours.range_said = frame.color_range != AVCOL_RANGE_UNSPECIFIED || implies_full_range(format);
  colours.full_range = frame.color_range == AVCOL_RANGE_JPEG || implies_full_range(format) ||
                       (frame.color_range == AVCOL_RANGE_UNSPECIFIED && is_grey(format));
  return colours;
}

int scaler_space(ColourMatrix matrix) {
  return matrix == ColourMatrix::bt601 ? SWS_CS_ITU601 : matrix == ColourMatrix::bt709 ? SWS_CS_ITU709 : SWS_CS_BT2020;
}

}  // namespace segme::ffmpeg
