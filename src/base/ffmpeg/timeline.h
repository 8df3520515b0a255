// base/ffmpeg/timeline: one clock for a stream whose own is set anew on the way: transport streams that were joined
// with `cat`, a sender that began again. What follows is put behind what was there.
#pragma once

#include <cstdint>
#include <vector>

#include "base/ffmpeg/handles.h"

namespace segme::ffmpeg {

class Timeline {
 public:
  /// of: the stream whose packets come. A format whose clock may be anything (MPEG-TS) is set forward, too.
  Timeline(const AVInputFormat& format, const AVStream& of);
  /// Moves the packet's times onto the one clock. True when its own clock was set anew right here.
  bool mend(AVPacket& packet);
  /// Another part of the file comes next.
  void forget();
  /// By how much the times of each part between two jumps are moved, in ticks of the stream: the first by 0.
  [[nodiscard]] const std::vector<std::int64_t>& offsets() const { return offsets_; }

  /// The same for another stream of the file, that keeps step with `main`. False when `main` has to come to the place
  /// of this packet first; `last` says that it will not.
  bool follow(AVPacket& packet, const Timeline& main, bool last);

 private:
  [[nodiscard]] bool fits(std::int64_t ticks) const;
  void move(AVPacket& packet, std::int64_t offset);

  AVRational base_;
  std::int64_t step_ = 1;          ///< ticks of a usual frame
  std::int64_t most_forward_ = 0;  ///< ticks; 0: any gap is one
  std::int64_t expected_ = AV_NOPTS_VALUE;
  std::vector<std::int64_t> offsets_{0};
};

/// Tells the user once that the clock of 'name' was set anew.
void say_clock_jump(const std::string& name);

}  // namespace segme::ffmpeg
