// capture/ffmpeg/pipe_input: bytes of standard input or of a named pipe for a demuxer. FFmpeg's own reading of them
// cannot be stopped while nobody writes.
#pragma once

#include <memory>
#include <string>

#include "base/ffmpeg/handles.h"

namespace segme::ffmpeg {

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

 private:
  static int read(void* self, std::uint8_t* bytes, int size);
  int descriptor_ = -1;
  bool own_ = false, begun_ = false, mp4_ = false;
  AVIOInterruptCB interrupt_;
  AVIOContext* context_ = nullptr;
};

}  // namespace segme::ffmpeg
