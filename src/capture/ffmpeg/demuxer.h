// capture/ffmpeg/demuxer: opens a file, URL, pipe or device, finds its video stream and its decoder.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "base/ffmpeg/continuity.h"
#include "base/ffmpeg/handles.h"
#include "base/ffmpeg/joined.h"
#include "capture/ffmpeg/loss_count.h"
#include "capture/ffmpeg/pipe_input.h"
#include "capture/video_file.h"

namespace segme::ffmpeg {

class Demuxer {
 public:
  /// @throws Error(input)
  Demuxer(const std::string& where, const VideoOptions& options);
  Demuxer(const Demuxer&) = delete;  // FFmpeg's callback knows its address
  Demuxer& operator=(const Demuxer&) = delete;
  ~Demuxer() = default;

  /// The next packet of the video stream; false at the end. @throws Error(input)
  bool read(AVPacket& packet);
  [[nodiscard]] bool can_seek() const;
  /// To the key frame at or before `ticks`. False when the source cannot seek.
  bool seek(std::int64_t ticks);
  /// To the first key frame of all. False when the source cannot seek.
  bool seek_start();

  /// Says why nothing came of it. @throws Error(input), always
  [[noreturn]] void no_frame() const;
  /// What was promised, and what came.
  [[nodiscard]] LossCount& losses() { return *losses_; }
  [[nodiscard]] const LossCount& losses() const { return *losses_; }
  /// How often the source's clock began anew; its moments go on all the same.
  [[nodiscard]] std::int64_t clock_breaks() const { return continuity_.breaks(); }
  /// Whether a moment may stand in the source more than once, so that it is found only by reading from the start.
  [[nodiscard]] bool moments_repeat();
  /// Of numbered pictures: how many numbers in between are not there.
  [[nodiscard]] std::int64_t missing_pictures() const { return missing_pictures_; }
  [[nodiscard]] const AVFormatContext& container() const { return *container_; }
  [[nodiscard]] const AVStream& stream() const { return *stream_; }
  /// A decoder for the stream, opened. @throws Error(input), Error(missing)
  [[nodiscard]] CodecPointer open_decoder(int threads) const;
  /// How it is called in sentences: 'clip.mp4' or standard input.
  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] bool stopped() const { return options_.stop != nullptr && options_.stop(); }

 private:
  class Dictionary;
  void open(const std::string& where);
  std::string numbered(const std::string& where, const AVInputFormat*& format, Dictionary& dictionary);
  void choose_stream();
  bool ended(int error);
  bool skip_picture(int error);
  void begin_anew();
  [[noreturn]] void cannot_open(int error) const;
  [[noreturn]] void mp4_in_pipe() const;
  static int give_up(void* self);
  [[nodiscard]] bool silent() const;
  void listen() { listening_since_ = std::chrono::steady_clock::now(); }

  VideoOptions options_;
  std::string name_;
  std::chrono::steady_clock::time_point listening_since_;
  std::int64_t heard_ = 0;  ///< bytes so far
  std::int64_t missing_pictures_ = 0;
  std::int64_t pictures_ = 0, next_picture_ = 0;  ///< of numbered pictures: how many there are, and which is read next
  std::unique_ptr<PipeInput> pipe_;               // goes after the container
  InputPointer container_;
  AVStream* stream_ = nullptr;
  Joined joined_;
  Continuity continuity_;
  std::optional<bool> goes_back_;
  std::optional<LossCount> losses_;
};

/// EXIF's number for how stored pictures stand, from a stream's display matrix.
int orientation_of(const AVStream& stream);

}  // namespace segme::ffmpeg
