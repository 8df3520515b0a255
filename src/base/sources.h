// base/sources: the files that a command reads. None of them is ever written to, whatever name it is given: a file is
// its device and inode, so that links and hard links are the file itself.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace segme {

using FileId = std::pair<std::uint64_t, std::uint64_t>;  ///< device and inode

/// What `path` names, links followed; nullopt where there is nothing.
std::optional<FileId> file_id(const std::filesystem::path& path);

class Sources {
 public:
  /// What a command was given to read: a file, "-" for standard input, or numbered files (frames/%05d.png). Folders,
  /// devices, pipes, URLs and what is not there are no files, and are passed over.
  void add(const std::string& what);
  /// The files that are named in a list, or as options in a chain: "a.jpg,b.npy", "curves:file=x.acv,sepia".
  void add_named_in(std::string_view text);
  /// Whether `place` is one of them; "-" is standard output.
  [[nodiscard]] bool contains(const std::filesystem::path& place) const;
  /// @throws Error(output) when it is.
  void refuse(const std::filesystem::path& place) const;

 private:
  void add_file(const std::filesystem::path& file);

  std::set<FileId> files_;
};

}  // namespace segme
