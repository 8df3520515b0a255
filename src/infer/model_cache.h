// infer/model_cache: compiled models on disk, so that the second start is quick. A file a key in $XDG_CACHE_HOME/segme
// (or
// ~/.cache/segme). It may be deleted, damaged, cut short or unwritable at any time: then it is a miss, never an error.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>

namespace segme {

/// What a file held; the memory that `bytes` point into goes with it.
struct CachedModel {
  std::shared_ptr<std::uint8_t[]> memory;
  std::span<std::uint8_t> bytes;
};

class ModelCache {
 public:
  /// `key` says all that the content depends on.
  explicit ModelCache(std::string key);

  /// The content, if it is there and whole.
  [[nodiscard]] std::optional<CachedModel> read() const;
  /// Keeps the content if that is possible; a reader sees the old file or the whole new one.
  void write(std::span<const std::uint8_t> content) const noexcept;
  /// Where the content is kept; empty when there is no home to keep it in.
  [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

 private:
  void write_checked(std::span<const std::uint8_t> content) const;
  void forget_old_files() const;

  std::string key_;
  std::filesystem::path path_;
};

/// $XDG_CACHE_HOME/segme, ~/.cache/segme, or empty.
std::filesystem::path cache_folder();

}  // namespace segme
