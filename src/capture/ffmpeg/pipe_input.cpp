// capture/ffmpeg/pipe_input: see pipe_input.h.
#include "capture/ffmpeg/pipe_input.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <new>
#include <utility>

#include "base/error.h"
#include "base/ffmpeg/file_bytes.h"

namespace segme::ffmpeg {
namespace {

constexpr int kBufferSize = 1 << 16;  // what a pipe holds on Linux
constexpr int kLookMs = 50;           // between two looks whether to stop
// Of FLV: the header with the number behind it; a tag's size; what of the tag and of the number is behind its size.
constexpr std::int64_t kFlvHeader = 13, kBehindSize = 7 + 4;
constexpr int kSizeBytes = 3;

}  // namespace

std::size_t FlvTags::keep(std::span<std::uint8_t> bytes) {
  std::size_t kept = 0;
  for (std::size_t i = 0; i < bytes.size();) {
    if (left_ == 0 && size_bytes_ == 0) {
      drop_ = bytes[i] == 'F';
      left_ = drop_ ? kFlvHeader : 1;
      size_bytes_ = drop_ ? 0 : kSizeBytes;
      size_ = 0;
    }
    if (left_ == 0) {
      size_ = size_ << 8 | bytes[i];
      left_ = 1;
      if (--size_bytes_ == 0) left_ += size_ + kBehindSize;
    }
    const auto count =
        static_cast<std::size_t>(std::min<std::int64_t>(left_, static_cast<std::int64_t>(bytes.size() - i)));
    if (!drop_) {
      std::memmove(bytes.data() + kept, bytes.data() + i, count);
      kept += count;
    }
    left_ -= static_cast<std::int64_t>(count);
    i += count;
  }
  return kept;
}

void Mp4Boxes::see(std::span<const std::uint8_t> bytes) {
  constexpr std::size_t kSmall = 8;
  while (!bytes.empty()) {
    const auto skipped = static_cast<std::size_t>(std::min<std::uint64_t>(left_, bytes.size()));
    left_ -= skipped;
    bytes = bytes.subspan(skipped);
    if (bytes.empty()) return;
    head_[known_++] = bytes[0];
    bytes = bytes.subspan(1);
    const std::span<const std::uint8_t> head(head_.data(), known_);
    if (known_ < kSmall || (known_ < head_.size() && number_of(head.first(4), false) == 1)) continue;
    if (std::memcmp(head_.data() + 4, "ftyp", 4) == 0) ++firsts_;
    const std::uint64_t size = mp4_box_size(head);
    left_ = size < known_ ? UINT64_MAX : size - known_;  // 0: to the end
    known_ = 0;
  }
}

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

/// Looks at what has come. How many bytes of it go on to FFmpeg.
std::size_t PipeInput::pass(std::uint8_t* bytes, std::size_t size) {
  if (!std::exchange(begun_, true)) {
    mp4_ = size >= 8 && std::memcmp(bytes + 4, "ftyp", 4) == 0;
    flv_ = size >= 4 && std::memcmp(bytes, "FLV\x01", 4) == 0;
    plain_ = size >= 9 && std::memcmp(bytes, "YUV4MPEG2", 9) == 0;
  }
  if (plain_) return frames_.keep({bytes, size});
  const std::size_t kept = flv_ ? tags_.keep({bytes, size}) : size;
  seen_.add({bytes, kept});
  if (mp4_) boxes_.see({bytes, kept});
  return kept;
}

AVIOContext* PipeInput::whole() {
  std::uint8_t rest[1 << 12];
  // A demuxer may end before its bytes do. Who goes on writing is not waited for.
  for (pollfd more{descriptor_, POLLIN, 0}; !ended_ && ::poll(&more, 1, kLookMs) > 0;) {
    if (read(this, rest, sizeof rest) < 0) break;
  }
  return ended_ && !plain_ ? seen_.file() : nullptr;
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
      const std::size_t kept = input.pass(bytes, static_cast<std::size_t>(count));
      if (kept > 0) return static_cast<int>(kept);
      if (input.frames_.other_behind()) return AVERROR_EOF;
    }
    if (count == 0) {
      input.ended_ = true;
      return AVERROR_EOF;
    }
    if (errno != EINTR && errno != EAGAIN) return AVERROR(errno);
  }
}

}  // namespace segme::ffmpeg
