// tests/fuzz/target: one reader of foreign bytes. A result or an Error is right, whatever the bytes are; a crash, a
// sanitizer's report, any other exception, 25 seconds or 2.5 GB for one input are findings.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "base/error.h"

namespace segme::fuzz {

using Bytes = std::span<const std::uint8_t>;

struct Target {
  const char* name;  ///< and of its seeds: tests/fuzz/seeds/NAME
  void (*run)(Bytes bytes);
};

std::span<const Target* const> all_targets();

inline std::string_view as_text(Bytes bytes) { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }

/// A file of this name that holds `bytes`, for readers that want one. Valid until the next call.
std::filesystem::path as_file(Bytes bytes, const char* name);

/// Takes choices off the bytes; 0 where there are no more.
class Draw {
 public:
  explicit Draw(Bytes bytes) : bytes_(bytes) {}
  std::uint8_t byte();
  /// 0 .. count - 1
  std::size_t below(std::size_t count) { return byte() % count; }
  /// As many bytes as the next one says, as text.
  std::string text();
  [[nodiscard]] bool empty() const { return bytes_.empty(); }
  [[nodiscard]] Bytes rest() const { return bytes_; }

 private:
  Bytes bytes_;
};

/// Does it, and lets Errors pass: they are right.
template <class Work>
void allow_errors(Work work) {
  try {
    work();
  } catch (const Error&) {
  }
}

}  // namespace segme::fuzz
