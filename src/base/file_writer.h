// base/file_writer: every file that SegMe writes: beside its place, flushed and renamed when it is whole. A full disk,
// a crash or Ctrl-C leaves the old file or the new one, never half of one. A link stays a link, a mode stays a mode.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <vector>

namespace segme {

/// What a file is for. A cache can be made again: only its owner reads it, and nothing waits for the disk.
enum class FileUse { kept, cache };

class FileWriter {
 public:
  /// Opens a temporary file beside `where`, or beside what the link `where` points to; parent folders are made. A file
  /// that stood there gives its mode and, where that is allowed, its owner to the new one. @throws Error(output)
  explicit FileWriter(const std::filesystem::path& where, FileUse use = FileUse::kept);
  FileWriter(const FileWriter&) = delete;
  FileWriter& operator=(const FileWriter&) = delete;
  /// Without finish(): nothing is left behind, and what stood at `where` stays.
  ~FileWriter();
  /// @throws Error(output); nothing more may be written then.
  void append(std::span<const std::uint8_t> bytes);
  /// Replaces the first bytes of what was appended: a head that says how much there is. @throws Error(output), also for
  /// a pipe.
  void rewrite_start(std::span<const std::uint8_t> bytes);
  /// Writes from `offset` on, over what is there or behind it. @throws Error(output), also for a pipe.
  void write_at(std::int64_t offset, std::span<const std::uint8_t> bytes);
  /// False for a pipe or a device, where only append() is possible.
  [[nodiscard]] bool can_seek() const;
  /// What is being written to until finish(): the temporary file, or the place itself.
  [[nodiscard]] std::filesystem::path written_to() const;
  /// Flushes to the disk and renames. @throws Error(output)
  void finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Writes `bytes` to `where` with a FileWriter. @throws Error(output) (full disk, no permission, ...); nothing is left
/// behind then.
void write_file(const std::filesystem::path& where, const std::vector<std::uint8_t>& bytes);

/// Removes temporary files of writes in progress; async-signal-safe enough for a Ctrl-C handler's thread.
void remove_unfinished_files() noexcept;

}  // namespace segme
