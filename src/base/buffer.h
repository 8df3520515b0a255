// base/buffer: memory for pictures and mattes. 64-byte aligned so that SIMD loads are cheap, never initialised, and
// kept when it shrinks: after the first frame of a stream nothing is allocated any more.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <utility>

#include "base/checked_size.h"

namespace segme {

/// Grow-only array of trivially copyable T. resize() keeps no contents; data() stays valid until the next resize().
/// Where there is no such memory it throws std::bad_alloc and is empty.
template <class T>
class Buffer {
 public:
  Buffer() = default;
  explicit Buffer(std::size_t count) { resize(count); }
  Buffer(const Buffer& other) { *this = other; }
  Buffer(Buffer&& other) noexcept { swap(other); }
  Buffer& operator=(const Buffer& other) {
    if (this != &other) {
      resize(other.size_);
      for (std::size_t i = 0; i < size_; ++i) data_[i] = other.data_[i];
    }
    return *this;
  }
  Buffer& operator=(Buffer&& other) noexcept {
    swap(other);
    return *this;
  }
  ~Buffer() { release(); }

  void resize(std::size_t count) {
    if (count > capacity_) {
      if (count > kMost) throw std::bad_alloc();
      release();
      const std::size_t bytes = memory_size(count, sizeof(T));
      data_ = static_cast<T*>(::operator new (bytes + kAlignment, std::align_val_t{kAlignment}));
      capacity_ = count;
    }
    size_ = count;
  }
  /// Looks at memory of somebody else's, who keeps it until the next borrow(), resize() beyond `count`, or the end.
  void borrow(T* memory, std::size_t count) noexcept {
    release();
    data_ = memory;
    size_ = capacity_ = count;
    owned_ = false;
  }
  void swap(Buffer& other) noexcept {
    std::swap(owned_, other.owned_);
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    std::swap(capacity_, other.capacity_);
  }
  [[nodiscard]] T* data() noexcept { return data_; }
  [[nodiscard]] const T* data() const noexcept { return data_; }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }

 private:
  static constexpr std::size_t kAlignment = 64;  // a cache line, and the widest SIMD register
  static constexpr std::size_t kMost = (SIZE_MAX / 2 - kAlignment) / sizeof(T);  // bytes are counted in a ptrdiff_t
  void release() noexcept {
    if (owned_ && data_ != nullptr) ::operator delete (data_, std::align_val_t{kAlignment});
    data_ = nullptr;
    size_ = capacity_ = 0;
    owned_ = true;
  }
  T* data_ = nullptr;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
  bool owned_ = true;
};

}  // namespace segme
