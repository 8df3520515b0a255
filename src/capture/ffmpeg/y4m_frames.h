// capture/ffmpeg/y4m_frames: where in the bytes of y4m a frame ends and another file begins, for pipes, in which nobody
// can go back to look.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace segme::ffmpeg {

/// Leaves the headers of further files out that are joined to a y4m and say the same as the first: FFmpeg breaks off at
/// them.
class Y4mFrames {
 public:
  /// Keeps what belongs to frames and to the first header, and moves it to the front: how many bytes that are.
  std::size_t keep(std::span<std::uint8_t> bytes);
  /// Whether a file with another header follows. Nothing from it on was kept.
  [[nodiscard]] bool other_behind() const { return other_; }

 private:
  void line_ends();

  std::string first_, line_;  ///< the first header; the line that is read now
  std::uint64_t frame_ = 0;   ///< bytes of a frame
  std::uint64_t left_ = 0;    ///< bytes of the frame that are still to come
  bool passes_ = false;       ///< of this kind nothing is known
  bool other_ = false;
};

/// Bytes of one frame, by a header's line without its end; 0: that is not known.
std::uint64_t y4m_frame_size(std::string_view header);

}  // namespace segme::ffmpeg
