// sink/ffmpeg/stream_copy: what goes with a video besides its pictures: sound, subtitles, attachments, chapters and
// metadata of the source, byte for byte where the new container takes them.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/ffmpeg/continuity.h"
#include "base/ffmpeg/handles.h"
#include "base/ffmpeg/joined.h"
#include "sink/ffmpeg/sound.h"
#include "sink/ffmpeg/subtitles.h"
#include "sink/video_file.h"

namespace segme::ffmpeg {

class StreamCopy {
 public:
  /// Opens the source again and adds its streams to `out`, whose header is not written yet. What cannot be copied is
  /// said in `notes`. @throws Error(input)
  StreamCopy(const VideoFileOptions& options, AVFormatContext& out, std::vector<std::string>& notes);
  StreamCopy(const StreamCopy&) = delete;  // FFmpeg's callback knows its address
  StreamCopy& operator=(const StreamCopy&) = delete;
  ~StreamCopy() = default;

  /// Writes what belongs before this moment of the output, in seconds. 0 or FFmpeg's error.
  int pump(double until);
  /// Writes all that is left before this moment. 0 or FFmpeg's error.
  int finish(double until);
  /// Says in `notes` what of it could not be written after all. To be called after finish().
  void tell(std::vector<std::string>& notes) const;
  /// Whether the source broke off before its end: an address that is lost or silent.
  [[nodiscard]] bool lost() const { return !why_.empty(); }

 private:
  struct Way {
    int out = -1;                   ///< index of the stream written; -1: left out
    std::int64_t shift = 0;         ///< in the source stream's ticks
    std::int64_t last = INT64_MIN;  ///< dts written last, in the output's ticks
    std::unique_ptr<Sound> sound;   ///< set where it has to be encoded anew, as is the next
    std::unique_ptr<Subtitles> subtitles;
    AVCodecID codec = AV_CODEC_ID_NONE;  ///< of the source, when it was opened
    std::int64_t refused = 0;            ///< packets of another kind, or that the container does not take
  };
  void add_stream(unsigned index, std::vector<std::string>& notes);
  std::string replace(const AVStream& from, Way& way);
  bool add_sound_anew(const AVStream& from, Way& way);
  bool add_subtitles_anew(const AVStream& from, Way& way);
  void copy_chapters();
  [[nodiscard]] bool has_subtitles() const;
  void clip(AVPacket& packet, const Way& way) const;
  int write(AVPacket& packet);
  void end(int error);
  [[nodiscard]] std::string reason(int error) const;
  static int give_up(void* self);
  [[nodiscard]] double seconds_of(const AVPacket& packet) const;

  AVFormatContext& out_;

  std::function<bool()> stop_;  // these three before the source, which asks give_up() while it is closed
  double silence_ = 0;
  std::chrono::steady_clock::time_point listening_since_;
  InputPointer source_;
  std::vector<Way> ways_;
  PacketPointer packet_{av_packet_alloc()};
  std::int64_t origin_ = 0;  ///< microseconds of the source that are 0 in the output
  double end_ = 0;           ///< of the output; 0: none
  bool held_ = false, ended_ = false;
  double read_until_ = 0;   ///< seconds of the output, of what was read last
  std::string name_, why_;  ///< of the source; why it broke off
  Joined joined_;
  Continuity continuity_;
};

}  // namespace segme::ffmpeg
