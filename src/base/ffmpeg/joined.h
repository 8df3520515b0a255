// base/ffmpeg/joined: reads on where another file is joined to the end of a first one, and FFmpeg ends or breaks off at
// the second header: FLV and y4m. Whoever reads packets reads them through this.
#pragma once

#include <cstdint>

#include "base/ffmpeg/handles.h"

namespace segme::ffmpeg {

class Joined {
 public:
  /// av_read_frame(), and its result.
  int read(AVFormatContext& container, AVPacket& packet);
  /// To the first packet of all, for formats in which a moment leads into one of several files. False: not such a one,
  /// or it cannot be done.
  bool seek_start(AVFormatContext& container);
  /// A seek.
  void forget() { behind_ = 0; }
  /// Whether more than one file was read.
  [[nodiscard]] bool any() const { return any_; }
  /// Whether the last one is of another kind, and was not read.
  [[nodiscard]] bool any_other() const { return other_; }

 private:
  bool at_other(AVFormatContext& container);
  bool skip_header(AVFormatContext& container);
  std::int64_t behind_ = 0;  ///< the byte behind the last packet that was seen
  bool any_ = false, other_ = false;
};

/// Whether another file stands behind the end of a file of which FFmpeg reads only the first: MP4, WMV and animated
/// PNG. Leaves the file where it stands.
bool has_unread_file(const AVFormatContext& container);

}  // namespace segme::ffmpeg
