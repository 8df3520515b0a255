// capture/ffmpeg/pipe_input: see pipe_input.h.
#include "capture/ffmpeg/pipe_input.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <new>
#include <utility>

#include "base/error.h"

namespace segme::ffmpeg {
namespace {

constexpr int kBufferSize = 1 << 16;  // what a pipe holds on Linux
constexpr int kLookMs = 50;           // between two looks whether to stop

}  // namespace

bool PipeInput::is_pipe(const std::string& where) {
  if (where == "-") return true;
  struct stat about {};
  return ::stat(where.c_str(), &about) == 0 && (S_ISFIFO(about.st_mode) || S_ISCHR(about.st_mode));
}

PipeInput::PipeInput(const std::string& where, AVIOInterruptCB interrupt)
    : descriptor_(STDIN_FILENO), interrupt_(interrupt) {
  if (where != "-") {
    // Without O_NONBLOCK this waits until somebody writes.
    descriptor_ = ::open(where.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    own_ = true;
    if (descriptor_ < 0) {
      throw Error(ExitCode::input, "cannot read '" + where + "': " + std::strerror(errno) + ". Check its permissions.");
    }
  }
  auto* buffer = static_cast<unsigned char*>(av_malloc(kBufferSize));
  if (buffer != nullptr) {
    context_ = avio_alloc_context(buffer, kBufferSize, 0, this, &PipeInput::read, nullptr, nullptr);
  }
  if (context_ != nullptr) return;
  av_free(buffer);
  if (own_) ::close(descriptor_);
  throw std::bad_alloc();
}

PipeInput::~PipeInput() {
  av_freep(&context_->buffer);
  avio_context_free(&context_);
  if (own_) ::close(descriptor_);
}

int PipeInput::read(void* self, std::uint8_t* bytes, int size) {
  PipeInput& input = *static_cast<PipeInput*>(self);
  while (true) {
    if (input.interrupt_.callback != nullptr && input.interrupt_.callback(input.interrupt_.opaque) != 0) {
      return AVERROR_EXIT;
    }
    pollfd waiting{input.descriptor_, POLLIN, 0};
    const int ready = ::poll(&waiting, 1, kLookMs);
    if (ready == 0 || (ready < 0 && errno == EINTR)) continue;
    if (ready < 0) return AVERROR(errno);
    const ssize_t count = ::read(input.descriptor_, bytes, static_cast<std::size_t>(size));
    if (count > 0) {
      if (!std::exchange(input.begun_, true)) input.mp4_ = count >= 8 && std::memcmp(bytes + 4, "ftyp", 4) == 0;
      return static_cast<int>(count);
    }
    if (count == 0) return AVERROR_EOF;
    if (errno != EINTR && errno != EAGAIN) return AVERROR(errno);
  }
}

}  // namespace segme::ffmpeg
