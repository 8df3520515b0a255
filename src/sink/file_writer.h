// sink/file_writer: a file that is too long to stand in memory first, written piece by piece. Like write_file() it
// takes its place only when it is whole.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>

namespace segme {

class FileWriter {
 public:
  /// Opens a temporary file beside `where`; parent folders are made. @throws Error(output)
  explicit FileWriter(const std::filesystem::path& where);
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

}  // namespace segme
