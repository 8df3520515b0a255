// sink/ffmpeg/output: see output.h. No exception may pass through FFmpeg, which is C: it is kept and thrown afterwards.
#include "sink/ffmpeg/output.h"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstdio>
#include <utility>

#include "base/error.h"
#include "sink/video_file.h"

namespace segme::ffmpeg {
namespace {

constexpr int kLookMs = 50;           // between two looks whether to stop
constexpr int kBufferSize = 1 << 18;  // of the muxer's bytes: few and large writes

int asked_to_stop(void* stop) { return (*static_cast<std::function<bool()>*>(stop))() ? 1 : 0; }

/// Waits until a reader has room. False when it was given up.
bool wait_for_room(const std::function<bool()>& stop) {
  pollfd room{STDOUT_FILENO, POLLOUT, 0};
  while (!stop || !stop()) {
    if (::poll(&room, 1, kLookMs) > 0) return true;
  }
  return false;
}

void write_standard_output(const std::uint8_t* bytes, std::size_t size, const std::function<bool()>& stop) {
  while (size > 0) {
    // A pipe that has any room takes so much at once without waiting: then a reader that stands still can be left.
    const ssize_t count =
        wait_for_room(stop) ? ::write(STDOUT_FILENO, bytes, std::min<std::size_t>(size, PIPE_BUF)) : 0;
    if (count == 0) throw Error(ExitCode::interrupted, "stopped while writing to standard output.");
    if (count < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (count < 0) {
      const char* why = errno == ENOSPC  ? "the disk is full. Free some space."
                        : errno == EFBIG ? "it becomes larger than files may be here. Raise the limit (ulimit -f)."
                                         : "its reader has gone.";
      throw Error(ExitCode::output, std::string("cannot write to standard output: ") + why);
    }
    bytes += count;
    size -= static_cast<std::size_t>(count);
  }
}

}  // namespace

Output::Output(const std::string& where, AVFormatContext& container, const std::function<bool()>& stop)
    : where_(where), container_(container), url_(is_url(where)), stop_(stop) {
  if (stop_) container_.interrupt_callback = {asked_to_stop, const_cast<std::function<bool()>*>(&stop)};
  if ((container_.oformat->flags & AVFMT_NOFILE) != 0) {
    if (!url_) parts_ = std::make_unique<Parts>(where, container_);
    return;
  }
  if (url_) {
    const int error =
        avio_open2(&container_.pb, where.c_str(), AVIO_FLAG_WRITE, &container_.interrupt_callback, nullptr);
    if (error < 0) fail(error);
    return;
  }
  if (where != "-") writer_ = std::make_unique<FileWriter>(where);
  make_context(can_seek());
}

void Output::make_context(bool seekable) {
  auto* buffer = static_cast<unsigned char*>(av_malloc(kBufferSize));
  if (buffer == nullptr) throw std::bad_alloc();
  using Write = int (*)(void*, std::uint8_t*, int);
  const Write write_bytes = &Output::write;
#if LIBAVFORMAT_VERSION_MAJOR >= 61
  container_.pb = avio_alloc_context(buffer, kBufferSize, 1, this, nullptr,
                                     reinterpret_cast<int (*)(void*, const std::uint8_t*, int)>(write_bytes),
                                     seekable ? &Output::seek : nullptr);
#else
  container_.pb =
      avio_alloc_context(buffer, kBufferSize, 1, this, nullptr, write_bytes, seekable ? &Output::seek : nullptr);
#endif
  if (container_.pb == nullptr) {
    av_free(buffer);
    throw std::bad_alloc();
  }
  container_.flags |= AVFMT_FLAG_CUSTOM_IO;
}

Output::~Output() { close(); }

void Output::close() {
  if (container_.pb == nullptr || (container_.oformat->flags & AVFMT_NOFILE) != 0) return;
  if (url_) {
    avio_closep(&container_.pb);
  } else {
    av_freep(&container_.pb->buffer);
    avio_context_free(&container_.pb);
  }
}

int Output::write(void* self, std::uint8_t* bytes, int size) {
  auto& output = *static_cast<Output*>(self);
  if (output.failure_) return AVERROR(EIO);
  try {
    output.put(bytes, static_cast<std::size_t>(size));
    return size;
  } catch (...) {
    output.failure_ = std::current_exception();
    return AVERROR(EIO);
  }
}

void Output::put(const std::uint8_t* bytes, std::size_t size) {
  if (writer_ == nullptr) {
    write_standard_output(bytes, size, stop_);
  } else if (at_ == size_) {
    writer_->append({bytes, size});
  } else {
    writer_->write_at(at_, {bytes, size});
  }
  at_ += static_cast<std::int64_t>(size);
  size_ = std::max(size_, at_);
}

std::int64_t Output::seek(void* self, std::int64_t offset, int whence) {
  auto& output = *static_cast<Output*>(self);
  if (whence == AVSEEK_SIZE) return output.size_;
  const std::int64_t base = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? output.at_ : output.size_;
  if (base + offset < 0) return AVERROR(EINVAL);
  output.at_ = base + offset;
  // append() goes on where the descriptor stands: behind the last byte only.
  if (output.at_ == output.size_ && output.writer_ != nullptr && !output.failure_) {
    try {
      output.writer_->write_at(output.size_, {});
    } catch (...) {
      output.failure_ = std::current_exception();
    }
  }
  return output.at_;
}

void Output::finish() {
  if (container_.pb != nullptr) {
    avio_flush(container_.pb);
    if (failure_) fail(AVERROR(EIO));
    if (container_.pb->error < 0) fail(container_.pb->error);
  }
  close();
  if (part_error() < 0) fail(part_error());
  if (writer_ != nullptr) writer_->finish();
}

void Output::fail(int error) {
  if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
  if (error == AVERROR_EXIT) throw Error(ExitCode::interrupted, "stopped while writing '" + where_ + "'.");
  throw Error(ExitCode::output, "cannot write '" + where_ + "': " + error_text(error) +
                                    (url_ ? ". Check the address and that its server runs."
                                          : ". Choose another place, format or encoder."));
}

}  // namespace segme::ffmpeg
