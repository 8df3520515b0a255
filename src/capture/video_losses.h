// capture/video_losses: what of a video did not come as it was promised. Half a file is no whole one.
#pragma once

#include <cstdint>

namespace segme {

/// Complete when VideoSource::next() has returned false.
struct VideoLosses {
  std::int64_t damaged = 0;     ///< packets that could not be decoded and were passed over
  std::int64_t concealed = 0;   ///< frames of which the decoder guessed a part
  std::int64_t before_key = 0;  ///< packets before the first key frame, which nobody can decode
  double promised = 0;          ///< seconds that would be read by what the header says; 0: it says nothing
  double missing = 0;           ///< seconds of them that did not come
  bool ends_inside = false;     ///< the bytes end within a frame, or where the header has more
  bool file_behind = false;     ///< another file is joined to the end, and is not read
  [[nodiscard]] bool any() const {
    return damaged + concealed + before_key > 0 || missing > 0 || ends_inside || file_behind;
  }
};

/// What was put right on the way, and lost nothing.
struct VideoRepairs {
  std::int64_t clock_breaks = 0;      ///< places where moments went back or leapt; what follows was put behind what was
  std::int64_t resized = 0;           ///< frames of another size than the first, fitted into it
  std::int64_t interlaced = 0;        ///< frames that hold two moments; VideoOptions say whether that was mended
  std::int64_t missing_pictures = 0;  ///< numbers between those of numbered pictures that no picture has
  bool tone_mapped = false;           ///< HDR became SDR
};

}  // namespace segme
