// capture/ffmpeg/seen_bytes: see seen_bytes.h.
#include "capture/ffmpeg/seen_bytes.h"

#include <algorithm>
#include <new>

namespace segme::ffmpeg {
namespace {

constexpr std::size_t kHead = 1 << 16;
constexpr std::size_t kTail = 1 << 17;  // two of the largest pages of Ogg
constexpr int kBufferSize = 1 << 12;

}  // namespace

SeenBytes::~SeenBytes() {
  if (file_ == nullptr) return;
  av_freep(&file_->buffer);
  avio_context_free(&file_);
}

void SeenBytes::add(std::span<const std::uint8_t> bytes) {
  size_ += static_cast<std::int64_t>(bytes.size());
  const std::size_t first = std::min(bytes.size(), kHead - head_.size());
  head_.insert(head_.end(), bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(first));
  tail_.insert(tail_.end(), bytes.begin(), bytes.end());
  // Rarely, so that few bytes are moved.
  if (tail_.size() > 4 * kTail) tail_.erase(tail_.begin(), tail_.end() - static_cast<std::ptrdiff_t>(kTail));
}

AVIOContext* SeenBytes::file() {
  at_ = 0;
  if (file_ != nullptr) return file_;
  auto* buffer = static_cast<unsigned char*>(av_malloc(kBufferSize));
  if (buffer == nullptr) throw std::bad_alloc();
  file_ = avio_alloc_context(buffer, kBufferSize, 0, this, &SeenBytes::read, nullptr, &SeenBytes::seek);
  if (file_ != nullptr) return file_;
  av_free(buffer);
  throw std::bad_alloc();
}

int SeenBytes::read(void* self, std::uint8_t* bytes, int size) {
  auto& seen = *static_cast<SeenBytes*>(self);
  const bool in_tail = seen.at_ >= seen.tail_begin();
  const std::vector<std::uint8_t>& part = in_tail ? seen.tail_ : seen.head_;
  const std::int64_t place = seen.at_ - (in_tail ? seen.tail_begin() : 0);
  const std::int64_t count = std::min<std::int64_t>(size, static_cast<std::int64_t>(part.size()) - place);
  if (count <= 0) return AVERROR_EOF;
  std::copy_n(part.begin() + place, count, bytes);
  seen.at_ += count;
  return static_cast<int>(count);
}

std::int64_t SeenBytes::seek(void* self, std::int64_t offset, int whence) {
  auto& seen = *static_cast<SeenBytes*>(self);
  if (whence == AVSEEK_SIZE) return seen.size_;
  const std::int64_t place = whence == SEEK_CUR ? seen.at_ + offset : whence == SEEK_END ? seen.size_ + offset : offset;
  if (place < 0) return AVERROR(EINVAL);
  return seen.at_ = place;
}

}  // namespace segme::ffmpeg
