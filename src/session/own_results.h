// session/own_results: what a walk over folders leaves out, so that a second run over a folder finds what the first one
// found: the output folder where it lies in the folder that is read, and the pictures that SegMe named.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/name_pattern.h"
#include "base/sources.h"
#include "capture/folder.h"

namespace segme::session {

/// Files in a folder that lies below another.
class BelowFolder {
 public:
  /// `folder` need not be there: then nothing is in it.
  explicit BelowFolder(const std::filesystem::path& folder) : folder_(file_id(folder)) {}
  /// Whether `file`, which a walk from `top` found, lies in the folder, and the folder below `top`.
  [[nodiscard]] bool holds(const std::filesystem::path& file, const std::filesystem::path& top);

 private:
  std::optional<FileId> folder_;
  std::filesystem::path last_, last_top_;  ///< of the file before, and the answer
  bool last_held_ = false;
};

/// True for a name that `segme image` gives where -o says none: NAME-cutout.png, -matte, -composite, also with a
/// number.
bool is_result_name(const std::filesystem::path& file);

/// Goes through what inputs mean, without what earlier runs with this -o made of them.
class SourceWalk {
 public:
  /// `output`: of -o, "" where there is none.
  explicit SourceWalk(const std::string& output);
  /// list_pictures(what) without own results, which a file that is named itself never is. @throws Error(input)
  PictureList list(const std::string& what);
  /// Whether the output folder is one that was walked: results then lie among their sources.
  [[nodiscard]] bool among_sources() const noexcept { return among_sources_; }
  [[nodiscard]] std::size_t left_out() const noexcept { return left_out_; }

 private:
  void leave_out_filled(std::vector<PictureList::Entry>& pictures) const;

  std::filesystem::path folder_;             ///< that results go to
  std::optional<NamePattern> file_pattern_;  ///< of their names in it
  BelowFolder below_;
  bool among_sources_ = false;
  std::size_t left_out_ = 0;
};

}  // namespace segme::session
