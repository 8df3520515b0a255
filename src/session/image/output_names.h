// session/image/output_names: where the result of an input goes. The output may be a file, a folder or a pattern;
// without one results go into the current folder. No two inputs get one name.
#pragma once

#include <cstdint>
#include <filesystem>
#include <set>
#include <string>

#include "base/name_pattern.h"
#include "session/image/options.h"

namespace segme::session {

class OutputNames {
 public:
  /// `several`: there is, or may be, more than one input, or a folder; `among_sources`: the output folder is one that
  /// is read, and names say what is a result. @throws Error(usage) for what cannot be written.
  OutputNames(const ImageOptions& options, bool several, bool among_sources);

  /// The output for an input; `relative` is its place below the folder that was asked for. Deterministic: depends on
  /// the inputs before it only. @throws Error(usage) when only one name is there and it is taken.
  std::filesystem::path place(const std::filesystem::path& input, const std::filesystem::path& relative);
  /// Of every output, ".png".
  [[nodiscard]] const std::string& extension() const noexcept { return extension_; }

 private:
  enum class Kind { here, file, folder, pattern, standard_output };
  [[nodiscard]] Kind find_kind(bool several);
  [[nodiscard]] std::string find_extension() const;
  void check_extension() const;
  std::filesystem::path place_in_folder(const std::filesystem::path& relative);
  bool take(const std::filesystem::path& path);

  const ImageOptions& options_;
  NamePattern pattern_;
  std::filesystem::path where_;  ///< the file or the folder that the output names
  Kind kind_;
  std::string extension_;
  bool among_sources_;
  std::set<std::string> taken_;
  std::int64_t number_ = 0;
};

}  // namespace segme::session
