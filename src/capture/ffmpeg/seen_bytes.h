// capture/ffmpeg/seen_bytes: the first and the last bytes that came through a pipe, so that its end can be looked at as
// that of a file.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/ffmpeg/handles.h"

namespace segme::ffmpeg {

class SeenBytes {
 public:
  SeenBytes() = default;
  SeenBytes(const SeenBytes&) = delete;  // files know its address
  SeenBytes& operator=(const SeenBytes&) = delete;
  ~SeenBytes();
  void add(std::span<const std::uint8_t> bytes);
  /// All that came as a file whose middle cannot be read. It is valid until the next add().
  AVIOContext* file();

 private:
  static int read(void* self, std::uint8_t* bytes, int size);
  static std::int64_t seek(void* self, std::int64_t offset, int whence);
  [[nodiscard]] std::int64_t tail_begin() const { return size_ - static_cast<std::int64_t>(tail_.size()); }

  std::vector<std::uint8_t> head_, tail_;
  std::int64_t size_ = 0, at_ = 0;
  AVIOContext* file_ = nullptr;
};

}  // namespace segme::ffmpeg
