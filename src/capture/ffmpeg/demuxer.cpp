// capture/ffmpeg/demuxer: see demuxer.h.
#include "capture/ffmpeg/demuxer.h"

extern "C" {
#include <libavdevice/avdevice.h>
#include <libavutil/display.h>
}

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string_view>
#include <thread>

#include "base/error.h"
#include "base/ffmpeg/clock_scan.h"
#include "base/loaded_library.h"
#include "capture/ffmpeg/decoder_errors.h"
#include "capture/ffmpeg/numbered_pictures.h"
#include "capture/image_file.h"

namespace segme::ffmpeg {

/// Options for avformat_open_input(); what it did not take remains inside.
class Demuxer::Dictionary {
 public:
  Dictionary() = default;
  Dictionary(const Dictionary&) = delete;
  Dictionary& operator=(const Dictionary&) = delete;
  ~Dictionary() { av_dict_free(&entries_); }
  void set(const std::string& name, const std::string& value) {
    av_dict_set(&entries_, name.c_str(), value.c_str(), 0);
  }
  AVDictionary** address() { return &entries_; }

 private:
  AVDictionary* entries_ = nullptr;
};

namespace {

constexpr auto kCameraPause = std::chrono::milliseconds(1);  // between two looks whether a camera has a picture

void fill(const VideoOptions& options, auto& dictionary) {
  if (options.width > 0 && options.height > 0) {
    dictionary.set("video_size", std::to_string(options.width) + "x" + std::to_string(options.height));
  }
  if (options.frame_rate > 0) dictionary.set("framerate", std::to_string(options.frame_rate));
  if (!options.pixel_format.empty()) dictionary.set("pixel_format", options.pixel_format);
  for (const auto& [name, value] : options.more) dictionary.set(name, value);
}

/// Of the three headers of a further Ogg file that is joined: the one that says nothing of its pictures, which the
/// decoder would refuse.
bool is_theora_comment(const AVStream& stream, const AVPacket& packet) {
  constexpr std::uint8_t kComment = 0x81;
  return stream.codecpar->codec_id == AV_CODEC_ID_THEORA && packet.size > 0 && packet.data[0] == kComment;
}

/// Makes FFmpeg's devices known to the process. libavdevice is loaded for that, because it brings a hundred libraries
/// with it, and a file needs none of them. @throws Error(missing) where it cannot be loaded
void register_devices() {
  LoadedLibrary library(SEGME_AVDEVICE_FILE);
  decltype(avdevice_register_all)* register_all = library["avdevice_register_all"];
  if (register_all == nullptr) {
    throw Error(ExitCode::missing,
                "cannot look for a camera: " + library.failure() + ". Install FFmpeg's libavdevice.");
  }
  register_all();
}

std::string seconds_text(double seconds) {
  char text[32];
  std::snprintf(text, sizeof text, "%g s", seconds);
  return text;
}

/// FFmpeg's own decoders of VP8 and VP9 leave the alpha out that WebM stores beside the pictures; libvpx reads it.
const AVCodec* decoder_of(const AVStream& stream) {
  const AVCodecID codec = stream.codecpar->codec_id;
  const AVDictionaryEntry* alpha = av_dict_get(stream.metadata, "alpha_mode", nullptr, 0);
  const AVCodec* whole = nullptr;
  if (alpha != nullptr && std::string_view(alpha->value) == "1") {
    if (codec == AV_CODEC_ID_VP9) whole = avcodec_find_decoder_by_name("libvpx-vp9");
    if (codec == AV_CODEC_ID_VP8) whole = avcodec_find_decoder_by_name("libvpx");
  }
  return whole != nullptr ? whole : avcodec_find_decoder(codec);
}

}  // namespace

Demuxer::Demuxer(const std::string& where, const VideoOptions& options)
    : options_(options), name_(where == "-" ? "standard input" : "'" + where + "'") {
  open(where);
  choose_stream();
}

void Demuxer::choose_stream() {
  const int index = best_picture_stream(*container_);
  if (index < 0) {
    bool cover = false;
    for (unsigned i = 0; i < container_->nb_streams; ++i) cover = cover || is_cover(*container_->streams[i]);
    throw Error(ExitCode::input,
                "cannot read " + name_ + ": " +
                    (cover ? "it is sound with a cover picture, and no video" : "there is no picture in it") +
                    ". Give a video file.");
  }
  stream_ = container_->streams[index];
  losses_.emplace(*container_, *stream_);
  const bool all = losses_->needs_all_streams() || Continuity::needs_all_streams(*container_);
  for (unsigned i = 0; i < container_->nb_streams; ++i) {
    AVStream& stream = *container_->streams[i];
    const bool sound = stream.codecpar->codec_type == AVMEDIA_TYPE_AUDIO;
    stream.discard = static_cast<int>(i) == index || (all && sound) ? AVDISCARD_DEFAULT : AVDISCARD_ALL;
  }
}

void Demuxer::cannot_open(int error) const {
  if (stopped()) throw Error(ExitCode::interrupted, "stopped while opening " + name_ + ".");
  std::string why = error_text(error);
  std::string advice = "Check the path or the address";
  if (silent()) {
    why = "nothing came from it for " + seconds_text(options_.silence);
    advice = "Check that its server sends, or wait longer";
  } else if (error == AVERROR(ENOENT)) {
    why = "no such file";
  } else if (error == AVERROR(EISDIR)) {
    why = "it is a folder";
    advice = "Give a video file";
  } else if (error == AVERROR(EBUSY)) {
    why = "another program uses it, which has to be closed first";
    advice = "Then try again";
  } else if (pipe_ && pipe_->is_mp4()) {
    mp4_in_pipe();
  } else if (error == AVERROR_INVALIDDATA || error == AVERROR_EOF || error == AVERROR_STREAM_NOT_FOUND) {
    why = "it is not a video that FFmpeg knows, or it is cut short";
    advice = "Give a video file, or name its format";
  } else if (error == AVERROR_PATCHWELCOME) {
    why = "this FFmpeg does not know all that is in it";
    advice = "Convert the video first";
  } else if (error == AVERROR_EXIT) {
    why = "nothing comes from it";
  }
  throw Error(ExitCode::input, "cannot read " + name_ + ": " + why + ". " + advice + ".");
}

void Demuxer::mp4_in_pipe() const {
  throw Error(ExitCode::input, "cannot read " + name_ +
                                   ": the index of this MP4 stands at its end, where a pipe cannot "
                                   "go first, or it is cut short. Give the file itself, or move its index to the front "
                                   "(ffmpeg -i in.mp4 -c copy -movflags faststart out.mp4).");
}

void Demuxer::no_frame() const {
  if (pipe_ && pipe_->is_mp4()) mp4_in_pipe();
  throw Error(ExitCode::input, "cannot read " + name_ + ": not one frame of it can be decoded. Give another file.");
}

/// Asked by FFmpeg some times a second while it waits.
int Demuxer::give_up(void* self) {
  auto& demuxer = *static_cast<Demuxer*>(self);
  const AVIOContext* bytes = demuxer.container_ ? demuxer.container_->pb : nullptr;
  if (bytes != nullptr && bytes->pos != demuxer.heard_) {  // a slow source is no silent one
    demuxer.heard_ = bytes->pos;
    demuxer.listen();
  }
  return demuxer.stopped() || demuxer.silent() ? 1 : 0;
}

bool Demuxer::silent() const {
  return options_.silence > 0 &&
         std::chrono::steady_clock::now() - listening_since_ > std::chrono::duration<double>(options_.silence);
}

/// Numbered pictures by their pattern: where the first of them is, or all of them where some are missing.
std::string Demuxer::numbered(const std::string& where, const AVInputFormat*& format, Dictionary& dictionary) {
  std::error_code ignored;
  if (where.find("://") != std::string::npos || std::filesystem::exists(where, ignored)) return where;
  const auto pictures = find_numbered_pictures(where);
  if (!pictures) return where;
  missing_pictures_ = pictures->missing;
  pictures_ = pictures->count;
  if (pictures->missing == 0) {
    dictionary.set("start_number", std::to_string(pictures->first));
    return where;
  }
  if (pictures->wild.empty()) {
    throw Error(ExitCode::input, "cannot read " + name_ +
                                     ": numbers are missing between the first and the last, and "
                                     "they have no zeros before them to put the others in order. Number them anew.");
  }
  format = av_find_input_format("image2");
  dictionary.set("pattern_type", "glob");
  return pictures->wild;
}

void Demuxer::open(const std::string& where) {
  const AVInputFormat* format = nullptr;
  if (!options_.format.empty()) {
    format = av_find_input_format(options_.format.c_str());
    if (format == nullptr) {  // a camera's; the list of them is the process's
      register_devices();
      format = av_find_input_format(options_.format.c_str());
    }
    if (format == nullptr) {
      throw Error(ExitCode::usage,
                  "this FFmpeg does not know the input format '" + options_.format + "'. Leave it out.");
    }
  }
  Dictionary dictionary;
  std::string address = where;
  if (options_.format.empty() && where != "-") address = numbered(where, format, dictionary);
  const AVIOInterruptCB interrupt{&Demuxer::give_up, this};
  const bool device = format != nullptr && (format->flags & AVFMT_NOFILE) != 0;
  if (!device && PipeInput::is_pipe(where)) pipe_ = std::make_unique<PipeInput>(where, interrupt);
  AVFormatContext* container = avformat_alloc_context();
  if (container == nullptr) throw std::bad_alloc();
  container->interrupt_callback = interrupt;
  if (pipe_) container->pb = pipe_->context();
  // FFmpeg cannot be stopped while it waits for a camera: it is asked again and again instead.
  if (options_.format == "v4l2") container->flags |= AVFMT_FLAG_NONBLOCK;
  fill(options_, dictionary);
  listen();
  if (!device && address == where) address = address_of(where);
  int error = avformat_open_input(&container, address.c_str(), format, dictionary.address());  // frees it when it fails
  if (error < 0) cannot_open(error);
  container_.reset(container);
  listen();
  error = avformat_find_stream_info(container, nullptr);
  if (error < 0) cannot_open(error);
}

CodecPointer Demuxer::open_decoder(int threads) const {
  const AVCodecParameters& parameters = *stream_->codecpar;
  if (std::int64_t{parameters.width} * parameters.height > kMaxPixels) {
    throw Error(ExitCode::input, "cannot read " + name_ + ": its pictures of " + std::to_string(parameters.width) +
                                     "x" + std::to_string(parameters.height) + " are more than the limit of " +
                                     std::to_string(kMaxPixels / 1'000'000) +
                                     " million pixels. Make the video smaller first.");
  }
  const AVCodec* codec = decoder_of(*stream_);
  if (codec == nullptr) {
    char tag[AV_FOURCC_MAX_STRING_SIZE] = {};
    const std::string kind = parameters.codec_id != AV_CODEC_ID_NONE
                                 ? avcodec_get_name(parameters.codec_id)
                                 : std::string(av_fourcc_make_string(tag, parameters.codec_tag));
    throw Error(ExitCode::missing,
                "cannot read " + name_ + ": this FFmpeg has no decoder for '" + kind + "'. Convert the video first.");
  }
  CodecPointer decoder(avcodec_alloc_context3(codec));
  if (!decoder || avcodec_parameters_to_context(decoder.get(), &parameters) < 0) throw std::bad_alloc();
  decoder->pkt_timebase = stream_->time_base;
  // FFmpeg's decoder of Theora cannot take the headers of a second file on several threads.
  decoder->thread_count = codec->id == AV_CODEC_ID_THEORA ? 1 : threads;
  decoder->max_pixels = kMaxPixels;
  if (codec->id == AV_CODEC_ID_MJPEG) count_errors(*decoder, *losses_->errors());
  const int error = avcodec_open2(decoder.get(), codec, nullptr);
  if (error < 0) throw Error(ExitCode::input, "cannot decode " + name_ + ": " + error_text(error) + ".");
  return decoder;
}

bool Demuxer::read(AVPacket& packet) {
  listen();
  while (true) {
    av_packet_unref(&packet);
    int error = joined_.read(*container_, packet);
    if (error == AVERROR(EAGAIN) && give_up(this) == 0) {
      std::this_thread::sleep_for(kCameraPause);
      continue;
    }
    if (error == AVERROR(EAGAIN)) error = AVERROR_EXIT;
    if (error == AVERROR_EXIT && !stopped() && silent()) {
      throw Error(ExitCode::input, "cannot read on in " + name_ + ": nothing came from it for " +
                                       seconds_text(options_.silence) + ". Check its sender.");
    }
    if (error < 0 && skip_picture(error)) continue;
    if (error < 0) return ended(error);
    if (static_cast<unsigned>(packet.stream_index) >= container_->nb_streams) continue;
    continuity_.straighten(*container_, packet);
    const bool ours = packet.stream_index == stream_->index;
    if (ours && is_theora_comment(*stream_, packet)) continue;
    losses_->packet(*container_, packet, ours);
    if (pictures_ > 0) next_picture_ = packet.pts + 1;  // they are counted
    if (ours) return true;
  }
}

/// Goes on behind a numbered picture that cannot be read: it is empty, or nobody may read it. False where none follows.
bool Demuxer::skip_picture(int error) {
  if (error == AVERROR_EXIT || next_picture_ >= pictures_) return false;
  losses_->damaged();
  return ++next_picture_ < pictures_ &&
         avformat_seek_file(container_.get(), stream_->index, next_picture_, next_picture_, next_picture_, 0) >= 0;
}

/// False: a file that is cut short ends where it ends. A device or a connection that breaks is said. @throws
/// Error(input)
bool Demuxer::ended(int error) {
  if (error == AVERROR_EXIT) return false;
  // Some formats call an end that comes too early a fault of reading.
  const AVIOContext* bytes = container_->pb;
  const bool at_end =
      bytes != nullptr && avio_feof(container_->pb) != 0 && (bytes->error >= 0 || bytes->error == AVERROR_EOF);
  if (error != AVERROR_EOF && at_end) error = AVERROR_INVALIDDATA;
  // Ogg: a file with other kinds of streams is joined.
  const bool other = error == AVERROR_PATCHWELCOME && std::string_view(container_->iformat->name) == "ogg";
  if (other) error = AVERROR_EOF;
  if (error != AVERROR_EOF && error != AVERROR_INVALIDDATA) {
    throw Error(ExitCode::input, "cannot read on in " + name_ + ": " + error_text(error) + ".");
  }
  losses_->end(*container_, pipe_ ? pipe_->whole() : nullptr, error == AVERROR_INVALIDDATA);
  if (other || (pipe_ && pipe_->file_behind()) || joined_.any_other()) losses_->file_behind();
  return false;
}

bool Demuxer::can_seek() const {
  // Without a stream of bytes the format reads files itself (numbered pictures) or is a device.
  if (container_->pb == nullptr) return (container_->iformat->flags & AVFMT_NOFILE) == 0 || container_->duration > 0;
  return (container_->pb->seekable & AVIO_SEEKABLE_NORMAL) != 0;
}

bool Demuxer::moments_repeat() {
  if (joined_.any()) return true;
  if (!goes_back_) goes_back_ = clock_goes_back(*container_);
  return *goes_back_;
}

bool Demuxer::seek(std::int64_t ticks) {
  if (joined_.any()) return seek_start();
  if (!can_seek() || avformat_seek_file(container_.get(), stream_->index, INT64_MIN, ticks, ticks, 0) < 0) return false;
  begin_anew();
  next_picture_ = ticks;
  return true;
}

bool Demuxer::seek_start() {
  // A moment of a format without an index leads to the last packet before it: behind its first key frame.
  const bool bytes = Continuity::may_jump(*container_) && container_->pb != nullptr &&
                     (container_->iformat->flags & AVFMT_NO_BYTE_SEEK) == 0;
  const std::int64_t start = stream_->start_time == AV_NOPTS_VALUE ? 0 : stream_->start_time;
  if (joined_.any()) {
    if (!can_seek() || !joined_.seek_start(*container_)) return false;
    begin_anew();
    return true;
  }
  if (!bytes) return seek(start);
  if (!can_seek() || avformat_seek_file(container_.get(), -1, 0, 0, 0, AVSEEK_FLAG_BYTE) < 0) return false;
  begin_anew();
  return true;
}

void Demuxer::begin_anew() {
  joined_.forget();
  continuity_.forget();
  losses_->began_inside();
}

int orientation_of(const AVStream& stream) {
  const std::uint8_t* data = nullptr;
#if LIBAVCODEC_VERSION_INT >= AV_VERSION_INT(60, 31, 102)
  const AVPacketSideData* side = av_packet_side_data_get(
      stream.codecpar->coded_side_data, stream.codecpar->nb_coded_side_data, AV_PKT_DATA_DISPLAYMATRIX);
  if (side != nullptr) data = side->data;
#else
  data = av_stream_get_side_data(&stream, AV_PKT_DATA_DISPLAYMATRIX, nullptr);
#endif
  if (data == nullptr) return 1;
  const auto* matrix = reinterpret_cast<const std::int32_t*>(data);
  const double degrees = -av_display_rotation_get(matrix);
  if (std::isnan(degrees)) return 1;
  const bool mirrored = static_cast<double>(matrix[0]) * matrix[4] - static_cast<double>(matrix[1]) * matrix[3] < 0;
  switch ((static_cast<int>(std::lround(degrees / 90)) % 4 + 4) % 4) {
    case 1: return mirrored ? 5 : 6;
    case 2: return !mirrored ? 3 : matrix[0] < 0 ? 2 : 4;
    case 3: return mirrored ? 7 : 8;
    default: return !mirrored ? 1 : matrix[4] < 0 ? 4 : 2;
  }
}

}  // namespace segme::ffmpeg
