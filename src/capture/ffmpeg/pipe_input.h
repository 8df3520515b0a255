// capture/ffmpeg/pipe_input: bytes of standard input or of a named pipe for a demuxer. FFmpeg's own reading of them
// cannot be stopped while nobody writes.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "base/ffmpeg/handles.h"
#include "capture/ffmpeg/seen_bytes.h"
#include "capture/ffmpeg/y4m_frames.h"

namespace segme::ffmpeg {

/// Leaves the headers of further files out that are joined to an FLV: FFmpeg ends at them, and a pipe cannot go back.
class FlvTags {
 public:
  /// Keeps what belongs to tags and to the first header, and moves it to the front: how many bytes that are.
  std::size_t keep(std::span<std::uint8_t> bytes);

 private:
  std::int64_t left_ = 13;  ///< bytes of what is read now: the header and the number behind it, or a tag
  bool drop_ = false;
  int size_bytes_ = 0;  ///< of a tag's size that are still to come
  std::int64_t size_ = 0;
};

/// Sees whether another file is joined to an MP4: a second box "ftyp". FFmpeg reads only the first.
class Mp4Boxes {
 public:
  void see(std::span<const std::uint8_t> bytes);
  [[nodiscard]] bool any_behind() const { return firsts_ > 1; }

 private:
  std::array<std::uint8_t, 16> head_{};
  std::size_t known_ = 0;   ///< bytes of the box's head
  std::uint64_t left_ = 0;  ///< bytes of the box that are still to come
  int firsts_ = 0;
};

class PipeInput {
 public:
  /// True for "-" and for a path at which a pipe or a character device stands.
  static bool is_pipe(const std::string& where);
  /// Opens it. `interrupt` is asked some times a second while nothing comes. @throws Error(input)
  PipeInput(const std::string& where, AVIOInterruptCB interrupt);
  PipeInput(const PipeInput&) = delete;
  PipeInput& operator=(const PipeInput&) = delete;
  ~PipeInput();
  /// For AVFormatContext::pb; it lives as long as this.
  [[nodiscard]] AVIOContext* context() const { return context_; }
  /// Whether it began as MP4 and QuickTime do, whose index may stand behind all pictures.
  [[nodiscard]] bool is_mp4() const { return mp4_; }
  /// What came of it as a file, to look at its end: null where more may come, and for y4m.
  AVIOContext* whole();
  /// Whether another file is joined to the end of the first, as far as it was read, that FFmpeg does not read.
  [[nodiscard]] bool file_behind() const { return boxes_.any_behind() || frames_.other_behind(); }

 private:
  static int read(void* self, std::uint8_t* bytes, int size);
  std::size_t pass(std::uint8_t* bytes, std::size_t size);
  int descriptor_ = -1;
  bool own_ = false, begun_ = false, mp4_ = false, flv_ = false, ended_ = false;
  bool plain_ = false;  ///< y4m: much, and its end is counted
  SeenBytes seen_;
  FlvTags tags_;
  Mp4Boxes boxes_;
  Y4mFrames frames_;
  AVIOInterruptCB interrupt_;
  AVIOContext* context_ = nullptr;
};

}  // namespace segme::ffmpeg
