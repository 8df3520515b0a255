// sink/ffmpeg/encoders: see encoders.h. Two tables: words that users know for codecs, and settings for each encoder.
#include "sink/ffmpeg/encoders.h"

extern "C" {
#include <libavutil/opt.h>
#include <libavutil/pixdesc.h>
}

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <iterator>
#include <string_view>

#include "base/error.h"
#include "base/options.h"

namespace segme::ffmpeg {
namespace {

/// A codec by the names that people type, with its encoders, the best first.
struct Word {
  std::array<std::string_view, 4> names{};
  std::array<const char*, 4> encoders{};
};
constexpr std::array kWords{
    Word{{"h264", "h.264", "avc", "x264"}, {"libx264", "libopenh264", "h264_nvenc", nullptr}},
    Word{{"h265", "h.265", "hevc", "x265"}, {"libx265", "hevc_nvenc", nullptr, nullptr}},
    Word{{"vp9", "vp9", "vp9", "vp9"}, {"libvpx-vp9", nullptr, nullptr, nullptr}},
    Word{{"av1", "av1", "av1", "av1"}, {"libsvtav1", "libaom-av1", "librav1e", nullptr}},
    Word{{"prores", "prores4444", "prores-4444", "4444"}, {"prores_ks", nullptr, nullptr, nullptr}},
};

/// What an encoder is set to: constant quality at a speed that does not hold the other stages up.
struct Setting {
  std::string_view encoder;
  const char* option;
  const char* value;
};
constexpr const char* kQuiet = "log-level=none";  // of x265
constexpr std::array kSettings{
    Setting{"libx264", "crf", "20"},           Setting{"libx264", "preset", "veryfast"},
    Setting{"libx265", "crf", "23"},           Setting{"libx265", "preset", "veryfast"},
    Setting{"libx265", "x265-params", kQuiet}, Setting{"libvpx-vp9", "crf", "28"},
    Setting{"libvpx-vp9", "deadline", "good"}, Setting{"libvpx-vp9", "cpu-used", "5"},
    Setting{"libvpx-vp9", "row-mt", "1"},      Setting{"libsvtav1", "crf", "32"},
    Setting{"libsvtav1", "preset", "9"},       Setting{"libaom-av1", "crf", "30"},
    Setting{"libaom-av1", "cpu-used", "6"},    Setting{"libaom-av1", "row-mt", "1"},
    Setting{"libwebp_anim", "quality", "85"},
};

/// The quantiser of encoders that would otherwise fit any picture into 200 kilobits a second; 0: not such a one.
int fixed_quality(AVCodecID codec) {
  switch (codec) {
    case AV_CODEC_ID_MPEG1VIDEO:
    case AV_CODEC_ID_MPEG2VIDEO:
    case AV_CODEC_ID_MPEG4:
    case AV_CODEC_ID_H263:
    case AV_CODEC_ID_FLV1:
    case AV_CODEC_ID_MJPEG: return 3;
    case AV_CODEC_ID_THEORA: return 8;  // its scale goes up to 10, the best
    default: return 0;
  }
}

std::string lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

std::string_view encoder_word(const VideoFileOptions& options) {
  return std::string_view(options.encoder).substr(0, options.encoder.find(':'));
}

const AVCodec* first_of(const Word& word) {
  for (const char* name : word.encoders) {
    const AVCodec* codec = name != nullptr ? avcodec_find_encoder_by_name(name) : nullptr;
    if (codec != nullptr) return codec;
  }
  return nullptr;
}

const AVCodec* find_encoder(const std::string& typed) {
  const std::string name = lower(typed);
  for (const Word& word : kWords) {
    if (std::find(word.names.begin(), word.names.end(), name) == word.names.end()) continue;
    const AVCodec* codec = first_of(word);
    if (codec != nullptr) return codec;
    throw Error(ExitCode::missing, "this FFmpeg has no encoder for " + typed +
                                       ". Give another encoder, or install an FFmpeg that has one.");
  }
  const AVCodec* codec = avcodec_find_encoder_by_name(typed.c_str());
  if (codec != nullptr && codec->type == AVMEDIA_TYPE_VIDEO) return codec;
  throw Error(ExitCode::usage, "this FFmpeg has no video encoder '" + typed +
                                   "'. Give h264, h265, vp9, av1, prores, or a name that 'ffmpeg -encoders' lists.");
}

/// What a container is usually filled with, where FFmpeg's own choice is another.
const char* usual_word(std::string_view container, bool alpha) {
  if (alpha && container == "mov") return "prores";
  if (container == "webm" || (alpha && container == "matroska")) return "vp9";
  if (container == "mp4" || container == "mov" || container == "matroska" || container == "mpegts" ||
      container == "flv" || container == "rtsp" || container == "hls" || container == "avi" || container == "3gp" ||
      container == "3g2") {
    return "h264";
  }
  if (container == "webp") return "libwebp_anim";
  return nullptr;
}

const AVPixelFormat* formats_of(const AVCodec& encoder) { return encoder.pix_fmts; }

bool takes(const AVCodec& encoder, AVPixelFormat format) {
  const AVPixelFormat* formats = formats_of(encoder);
  if (formats == nullptr) return true;
  while (*formats != AV_PIX_FMT_NONE && *formats != format) ++formats;
  return *formats == format;
}

[[noreturn]] void no_alpha(const std::string& what) {
  throw Error(ExitCode::usage, what +
                                   " cannot hold transparency. Give a .webm, a .mov or frames/%05d.png, or a "
                                   "background.");
}

/// The first of `wanted` that the encoder takes.
template <std::size_t size>
AVPixelFormat first_taken(const AVCodec& encoder, const AVPixelFormat (&wanted)[size]) {
  const auto* found = std::find_if(wanted, wanted + size, [&](AVPixelFormat format) { return takes(encoder, format); });
  return found != wanted + size ? *found : AV_PIX_FMT_NONE;
}

void set(AVCodecContext& encoder, const std::string& name, const std::string& value, bool given) {
  const int error = av_opt_set(&encoder, name.c_str(), value.c_str(), AV_OPT_SEARCH_CHILDREN);
  if (error >= 0 || !given) return;
  throw Error(ExitCode::usage, std::string("the encoder ") + encoder.codec->name + " does not take " + name + "=" +
                                   value + ". 'ffmpeg -h encoder=" + encoder.codec->name + "' lists its options.");
}

/// Whether pictures of this codec in this container have the moments that a constant rate gives them, and no others.
bool keeps_one_rate(const AVOutputFormat& container, AVCodecID codec) {
  constexpr AVCodecID kCodecs[] = {AV_CODEC_ID_MPEG4,  AV_CODEC_ID_WRAPPED_AVFRAME, AV_CODEC_ID_MPEG1VIDEO,
                                   AV_CODEC_ID_THEORA, AV_CODEC_ID_MPEG2VIDEO,      AV_CODEC_ID_H263,
                                   AV_CODEC_ID_DVVIDEO};
  constexpr std::string_view kContainers[] = {"avi", "mxf", "gxf", "swf"};
  return (container.flags & AVFMT_NOTIMESTAMPS) != 0 ||
         std::find(std::begin(kCodecs), std::end(kCodecs), codec) != std::end(kCodecs) ||
         std::find(std::begin(kContainers), std::end(kContainers), container.name) != std::end(kContainers);
}

/// FFmpeg's table goes on below, with rates that the standard does not know and its own encoder refuses.
constexpr AVRational kLeastMpeg1{24000, 1001};

/// The slowest rate that the encoder takes and that is not below `wanted` by more than 0.1 %; the fastest where all
/// are. `wanted` where it takes any rate.
AVRational nearest_rate(const AVCodec& encoder, AVRational wanted) {
  const AVRational* rates = encoder.supported_framerates;
  if (rates == nullptr) return wanted;
  const AVRational least = encoder.id == AV_CODEC_ID_MPEG1VIDEO ? kLeastMpeg1 : AVRational{0, 1};
  // The next faster one: a slower one has no place for all pictures. An average is not exact, so that 30.001 is 30.
  const AVRational enough_rate = av_mul_q(wanted, {1000, 1001});
  AVRational best{0, 1};
  for (const AVRational* rate = rates; rate->num != 0; ++rate) {
    if (av_cmp_q(*rate, least) < 0) continue;
    const bool closer = av_cmp_q(best, enough_rate) < 0
                            ? av_cmp_q(*rate, best) > 0
                            : av_cmp_q(*rate, enough_rate) >= 0 && av_cmp_q(*rate, best) < 0;
    if (closer) best = *rate;
  }
  return best;
}

}  // namespace

bool has_alpha(AVPixelFormat format) {
  const AVPixFmtDescriptor* description = av_pix_fmt_desc_get(format);
  return description != nullptr && (description->flags & AV_PIX_FMT_FLAG_ALPHA) != 0;
}

bool set_rate(AVCodecContext& encoder, const AVOutputFormat& container, const VideoFileOptions& options) {
  const AVRational wanted = to_av(options.frame_rate.numerator > 0 ? options.frame_rate : Rational{25, 1});
  if (std::string_view(container.name) == "avi") encoder.max_b_frames = 0;  // no place for the order that they need
  const bool one_rate = keeps_one_rate(container, encoder.codec_id);
  encoder.framerate = one_rate ? nearest_rate(*encoder.codec, wanted) : wanted;
  const bool own = !one_rate && options.time_base.numerator > 0;
  encoder.time_base = own ? to_av(options.time_base) : av_inv_q(encoder.framerate);
  return av_cmp_q(encoder.framerate, wanted) < 0;
}

bool tells_fields(const AVOutputFormat& container, const AVCodecContext& encoder) {
  constexpr AVCodecID kCodecs[] = {AV_CODEC_ID_H264,   AV_CODEC_ID_MPEG2VIDEO, AV_CODEC_ID_MPEG4,
                                   AV_CODEC_ID_PRORES, AV_CODEC_ID_DVVIDEO,    AV_CODEC_ID_RAWVIDEO};
  const std::string_view name = container.name;
  return name == "matroska" || name == "mp4" || name == "mov" || name == "yuv4mpegpipe" ||
         std::find(std::begin(kCodecs), std::end(kCodecs), encoder.codec_id) != std::end(kCodecs);
}

const AVOutputFormat* choose_container(const std::string& where, const VideoFileOptions& options) {
  std::string format = options.format;
  if (format.empty() && where == "-") format = "yuv4mpegpipe";
  if (format.empty() && (where.starts_with("rtmp://") || where.starts_with("rtmps://"))) format = "flv";
  if (format.empty() && where.starts_with("rtsp://")) format = "rtsp";
  if (format.empty() && (where.starts_with("srt://") || where.starts_with("udp://"))) format = "mpegts";
  if (format == "y4m") format = "yuv4mpegpipe";
  const AVOutputFormat* found =
      av_guess_format(format.empty() ? nullptr : format.c_str(), format.empty() ? where.c_str() : nullptr, nullptr);
  // FFmpeg's own numbered pictures ask nobody before they replace a file; ours are picture_sequence's.
  const bool pictures = found != nullptr && where != "-" && std::string_view(found->name) == "image2";
  // Files of sound take a picture too, as their cover: the video would be lost.
  const bool sound = found != nullptr && found->video_codec == AV_CODEC_ID_PNG;
  if (found != nullptr && !pictures && !sound && found->video_codec != AV_CODEC_ID_NONE) return found;
  throw Error(ExitCode::usage, format.empty() ? "'" + where +
                                                    "' has no extension of a video that FFmpeg can write. Give "
                                                    ".mp4, .mov, .mkv, .webm, .gif, .webp or frames/%05d.png."
                                              : "this FFmpeg cannot write videos of the format '" + format + "'.");
}

const AVCodec* choose_encoder(const AVOutputFormat& container, const std::string& where,
                              const VideoFileOptions& options, int channels) {
  const std::string typed(encoder_word(options));
  const AVCodec* codec = nullptr;
  if (!typed.empty()) {
    codec = find_encoder(typed);
  } else if (const char* word = usual_word(container.name, channels == 4)) {
    const bool deep = is_hdr(options.colours.transfer) && std::string_view(word) == "h264";
    codec = find_encoder(deep && avformat_query_codec(&container, AV_CODEC_ID_HEVC, FF_COMPLIANCE_NORMAL) != 0 ? "h265"
                                                                                                               : word);
  } else {
    codec = avcodec_find_encoder(av_guess_codec(&container, nullptr, where.c_str(), nullptr, AVMEDIA_TYPE_VIDEO));
  }
  if (codec == nullptr) {
    throw Error(ExitCode::missing, "this FFmpeg has no encoder for '" + where + "'. Give another encoder.");
  }
  if (avformat_query_codec(&container, codec->id, FF_COMPLIANCE_NORMAL) == 0) {
    throw Error(ExitCode::usage, std::string(container.name) + " files cannot hold " + codec->name +
                                     ". Give another extension or another encoder.");
  }
  return codec;
}

AVPixelFormat choose_pixel_format(const AVCodec& encoder, const AVOutputFormat& container,
                                  const VideoFileOptions& options, int width, int height, int channels) {
  const std::string_view name = encoder.name;
  if (!options.pixel_format.empty()) {
    const AVPixelFormat format = av_get_pix_fmt(options.pixel_format.c_str());
    if (format == AV_PIX_FMT_NONE || !takes(encoder, format)) {
      throw Error(ExitCode::usage, "the encoder " + std::string(name) + " does not take the pixel format '" +
                                       options.pixel_format + "'.");
    }
    return format;
  }
  if (std::string_view(container.name) == "rawvideo") {
    return channels == 4 ? AV_PIX_FMT_RGBA : channels == 1 ? AV_PIX_FMT_GRAY8 : AV_PIX_FMT_RGB24;
  }
  if (channels == 4) {
    constexpr AVPixelFormat kAlpha[] = {AV_PIX_FMT_YUVA444P10, AV_PIX_FMT_YUVA420P, AV_PIX_FMT_YUVA444P,
                                        AV_PIX_FMT_RGBA,       AV_PIX_FMT_BGRA,     AV_PIX_FMT_PAL8};
    const bool holds = std::string_view(container.name) != "yuv4mpegpipe" && encoder.pix_fmts != nullptr;
    const AVPixelFormat format = holds ? first_taken(encoder, kAlpha) : AV_PIX_FMT_NONE;
    const bool in_mp4 = std::string_view(container.name) == "mp4";  // VP9's second stream has no place there
    if (format == AV_PIX_FMT_NONE || in_mp4) no_alpha(std::string(name) + " in " + container.name);
    return format;
  }
  const bool h26x = encoder.id == AV_CODEC_ID_H264 || encoder.id == AV_CODEC_ID_HEVC;
  const bool odd = width % 2 != 0 || height % 2 != 0;
  const bool says = std::string_view(container.name) != "yuv4mpegpipe";  // which has no word for PQ or HLG
  if (is_hdr(options.colours.transfer) && encoder.id != AV_CODEC_ID_H264 && says) {
    if (h26x && odd && takes(encoder, AV_PIX_FMT_YUV444P10)) return AV_PIX_FMT_YUV444P10;
    constexpr AVPixelFormat kDeep[] = {AV_PIX_FMT_YUV420P10, AV_PIX_FMT_YUV422P10, AV_PIX_FMT_YUV444P10};
    if (const AVPixelFormat format = first_taken(encoder, kDeep); format != AV_PIX_FMT_NONE) return format;
  }
  if (h26x && odd && takes(encoder, AV_PIX_FMT_YUV444P)) return AV_PIX_FMT_YUV444P;
  if (std::string_view(container.name) == "webp") return AV_PIX_FMT_YUV420P;
  if (encoder.id == AV_CODEC_ID_APNG) return AV_PIX_FMT_RGB24;  // it has one palette for all pictures
  constexpr AVPixelFormat kOpaque[] = {AV_PIX_FMT_YUV420P, AV_PIX_FMT_PAL8,     AV_PIX_FMT_YUV422P10,
                                       AV_PIX_FMT_YUV422P, AV_PIX_FMT_YUVJ420P, AV_PIX_FMT_RGB24,
                                       AV_PIX_FMT_BGR24,   AV_PIX_FMT_GBRP,     AV_PIX_FMT_NV12};
  const AVPixelFormat format = first_taken(encoder, kOpaque);
  return format != AV_PIX_FMT_NONE || encoder.pix_fmts == nullptr ? format : encoder.pix_fmts[0];
}

void set_encoder_options(AVCodecContext& encoder, const VideoFileOptions& options) {
  const std::string_view name = encoder.codec->name;
  if (const int quality = fixed_quality(encoder.codec_id); quality > 0 && options.bit_rate <= 0) {
    encoder.flags |= AV_CODEC_FLAG_QSCALE;
    encoder.global_quality = quality * FF_QP2LAMBDA;
  }
  for (const Setting& setting : kSettings) {
    if (setting.encoder == name) set(encoder, setting.option, setting.value, false);
  }
  if (options.bit_rate > 0) {
    encoder.bit_rate = std::int64_t{options.bit_rate} * 1000;
    encoder.rc_max_rate = encoder.bit_rate;
    encoder.rc_buffer_size = static_cast<int>(encoder.bit_rate * 2);
    set(encoder, "crf", "-1", false);
  }
  if (options.crf >= 0) set(encoder, "crf", std::to_string(options.crf), true);
  const std::size_t colon = options.encoder.find(':');
  if (colon == std::string::npos) return;
  for (const auto& [option, value] : detail::split_options(name, options.encoder.substr(colon + 1))) {
    if (option == "qp" || option == "b") {  // another way to say how good
      set(encoder, "crf", "-1", false);
      encoder.flags &= ~AV_CODEC_FLAG_QSCALE;
    }
    // The encoder's own log stays off unless it is asked for.
    const bool quiet = option == "x265-params" && value.find("log") == std::string::npos;
    set(encoder, option, quiet ? value + ":" + kQuiet : value, true);
  }
}

}  // namespace segme::ffmpeg
