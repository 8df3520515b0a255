// capture/ffmpeg/demuxer: see demuxer.h.
#include "capture/ffmpeg/demuxer.h"

extern "C" {
#include <libavdevice/avdevice.h>
#include <libavutil/display.h>
}

#include <cmath>
#include <cstdlib>
#include <thread>

#include "base/error.h"
#include "capture/image_file.h"

namespace segme::ffmpeg {
namespace {

/// Options for avformat_open_input(); what it did not take remains inside.
class Dictionary {
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

constexpr auto kCameraPause = std::chrono::milliseconds(1);  // between two looks whether a camera has a picture

void fill(const VideoOptions& options, Dictionary& dictionary) {
  if (options.width > 0 && options.height > 0) {
    dictionary.set("video_size", std::to_string(options.width) + "x" + std::to_string(options.height));
  }
  if (options.frame_rate > 0) dictionary.set("framerate", std::to_string(options.frame_rate));
  if (!options.pixel_format.empty()) dictionary.set("pixel_format", options.pixel_format);
  for (const auto& [name, value] : options.more) dictionary.set(name, value);
}

}  // namespace

Demuxer::Demuxer(const std::string& where, const VideoOptions& options)
    : options_(options), name_(where == "-" ? "standard input" : "'" + where + "'") {
  open(where);
  const int index = av_find_best_stream(container_.get(), AVMEDIA_TYPE_VIDEO, -1, -1, nullptr, 0);
  if (index < 0) {
    throw Error(ExitCode::input, "cannot read " + name_ + ": there is no picture in it. Give a video file.");
  }
  stream_ = container_->streams[index];
  for (unsigned i = 0; i < container_->nb_streams; ++i) {
    container_->streams[i]->discard = static_cast<int>(i) == index ? AVDISCARD_DEFAULT : AVDISCARD_ALL;
  }
}

void Demuxer::cannot_open(int error) const {
  std::string why = error_text(error);
  std::string advice = "Check the path or the address";
  if (error == AVERROR(ENOENT)) {
    why = "no such file";
  } else if (error == AVERROR(EISDIR)) {
    why = "it is a folder";
    advice = "Give a video file";
  } else if (error == AVERROR_INVALIDDATA || error == AVERROR_EOF || error == AVERROR_STREAM_NOT_FOUND) {
    why = "it is no video that FFmpeg knows, or it is cut short";
    advice = "Give a video file, or name its format";
  } else if (error == AVERROR_EXIT && stopped()) {
    throw Error(ExitCode::interrupted, "stopped while opening " + name_ + ".");
  } else if (error == AVERROR_EXIT) {
    why = "nothing comes from it";
  }
  throw Error(ExitCode::input, "cannot read " + name_ + ": " + why + ". " + advice + ".");
}

/// Asked by FFmpeg some times a second while it waits.
int Demuxer::give_up(void* self) {
  const Demuxer& demuxer = *static_cast<const Demuxer*>(self);
  return demuxer.stopped() || demuxer.silent() ? 1 : 0;
}

bool Demuxer::silent() const {
  return options_.silence > 0 &&
         std::chrono::steady_clock::now() - listening_since_ > std::chrono::duration<double>(options_.silence);
}

void Demuxer::open(const std::string& where) {
  const AVInputFormat* format = nullptr;
  if (!options_.format.empty()) {
    format = av_find_input_format(options_.format.c_str());
    if (format == nullptr) {  // a camera's; the list of them is the process's
      avdevice_register_all();
      format = av_find_input_format(options_.format.c_str());
    }
    if (format == nullptr) {
      throw Error(ExitCode::usage,
                  "this FFmpeg does not know the input format '" + options_.format + "'. Leave it out.");
    }
  }
  const AVIOInterruptCB interrupt{&Demuxer::give_up, this};
  const bool device = format != nullptr && (format->flags & AVFMT_NOFILE) != 0;
  if (!device && PipeInput::is_pipe(where)) pipe_ = std::make_unique<PipeInput>(where, interrupt);
  AVFormatContext* container = avformat_alloc_context();
  if (container == nullptr) throw std::bad_alloc();
  container->interrupt_callback = interrupt;
  if (pipe_) container->pb = pipe_->context();
  // FFmpeg cannot be stopped while it waits for a camera: it is asked again and again instead.
  if (options_.format == "v4l2") container->flags |= AVFMT_FLAG_NONBLOCK;
  Dictionary dictionary;
  fill(options_, dictionary);
  listen();
  const std::string address = where == "-" ? "pipe:0" : where;
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
  const AVCodec* codec = avcodec_find_decoder(parameters.codec_id);
  if (codec == nullptr) {
    throw Error(ExitCode::missing, "cannot read " + name_ + ": this FFmpeg has no decoder for " +
                                       avcodec_get_name(parameters.codec_id) + ". Convert the video first.");
  }
  CodecPointer decoder(avcodec_alloc_context3(codec));
  if (!decoder || avcodec_parameters_to_context(decoder.get(), &parameters) < 0) throw std::bad_alloc();
  decoder->pkt_timebase = stream_->time_base;
  decoder->thread_count = threads;
  decoder->max_pixels = kMaxPixels;
  const int error = avcodec_open2(decoder.get(), codec, nullptr);
  if (error < 0) throw Error(ExitCode::input, "cannot decode " + name_ + ": " + error_text(error) + ".");
  return decoder;
}

bool Demuxer::read(AVPacket& packet) {
  listen();
  while (true) {
    av_packet_unref(&packet);
    int error = av_read_frame(container_.get(), &packet);
    if (error == AVERROR(EAGAIN) && give_up(this) == 0) {
      std::this_thread::sleep_for(kCameraPause);
      continue;
    }
    if (error == AVERROR(EAGAIN)) error = AVERROR_EXIT;
    if (error == AVERROR_EXIT && !stopped() && silent()) {
      throw Error(ExitCode::input, "cannot read on in " + name_ + ": nothing came from it for " +
                                       std::to_string(std::lround(options_.silence)) + " s. Check its sender.");
    }
    if (error == AVERROR_EOF || error == AVERROR_EXIT) return false;
    if (error < 0) {
      // A file that is cut short ends where it ends; a device or a connection that breaks is said.
      if (error == AVERROR_INVALIDDATA) return false;
      throw Error(ExitCode::input, "cannot read on in " + name_ + ": " + error_text(error) + ".");
    }
    if (packet.stream_index == stream_->index) return true;
  }
}

bool Demuxer::can_seek() const {
  // Without a stream of bytes the format reads files itself (numbered pictures) or is a device.
  if (container_->pb == nullptr) return (container_->iformat->flags & AVFMT_NOFILE) == 0 || container_->duration > 0;
  return (container_->pb->seekable & AVIO_SEEKABLE_NORMAL) != 0;
}

bool Demuxer::seek(std::int64_t ticks) {
  return can_seek() && avformat_seek_file(container_.get(), stream_->index, INT64_MIN, ticks, ticks, 0) >= 0;
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
