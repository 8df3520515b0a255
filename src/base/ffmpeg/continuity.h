// base/ffmpeg/continuity: one clock for a source whose clock begins anew on the way: files that were joined, a
// publisher that came back. Who reads the same packets in the same order gets the same moments: pictures and sound that
// are read apart stay together.
#pragma once

#include <cstdint>
#include <vector>

#include "base/ffmpeg/handles.h"

namespace segme::ffmpeg {

class Continuity {
 public:
  /// Whether the format is one whose clock may begin anew anywhere: transport streams.
  static bool may_jump(const AVFormatContext& container);
  /// Whether the streams of this source that are not wanted have to be read as well, for the sake of the clock.
  static bool needs_all_streams(const AVFormatContext& container);
  /// Moves the moments of a packet of pictures or sound. To be called for each of them, in the order they are read.
  void straighten(const AVFormatContext& container, AVPacket& packet);
  /// A seek: what follows is no break.
  void forget();
  /// How often the clock was put right.
  [[nodiscard]] std::int64_t breaks() const { return breaks_; }

 private:
  struct Track {
    bool seen = false;
    std::int64_t last = 0;      ///< of the source's clock, microseconds like all here
    std::size_t clock = 0;      ///< which of the clocks it has come to
    bool counts_order = false;  ///< last is a moment of decoding, which grows from packet to packet
  };
  std::vector<Track> tracks_;
  std::vector<std::int64_t> shifts_{0};  ///< a clock each
  std::int64_t end_ = INT64_MIN;         ///< of all that came so far, on our clock
  std::int64_t breaks_ = 0;
};

}  // namespace segme::ffmpeg
