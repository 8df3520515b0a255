// session/image/plan: which inputs there are and where each result goes. A source is never overwritten, another file
// only when that was asked for, and what cannot be begun does not stop the rest.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

#include "base/sources.h"
#include "capture/folder.h"
#include "session/image/folder_watch.h"
#include "session/image/options.h"
#include "session/image/output_names.h"
#include "session/line_reader.h"

namespace segme::session {

/// One picture to do. With a `problem` nothing is read or written.
struct Task {
  std::string input;        ///< "-" is standard input
  std::string output;       ///< "-" is standard output
  std::string extension;    ///< of the output: ".png"
  std::string problem;      ///< a sentence
  int code = 0;             ///< its ExitCode
  std::int64_t index = -1;  ///< of its line in the list of files_from, from 0; -1: there is no list
  bool exists = false;      ///< the output is there already, and is left
};

/// The stream of tasks, safe to call from several threads.
class Plan {
 public:
  /// Lists the inputs, or reads or opens the list. @throws Error(usage), Error(input)
  Plan(const ImageOptions& options, std::stop_token stop);
  /// The next one; nullopt at the end or once `stop` is asked for.
  std::optional<Task> next();
  /// Files of the folders and patterns given that are no pictures.
  [[nodiscard]] const std::vector<PictureList::LeftAside>& left_aside() const noexcept { return left_aside_; }
  /// How many tasks there are; 0 when that is not known (a stream of names).
  [[nodiscard]] std::size_t count() const noexcept { return inputs_.size(); }
  /// How many pictures of folders are no inputs, because earlier runs made them.
  [[nodiscard]] std::size_t left_out() const noexcept { return left_out_; }

 private:
  struct Input {
    std::filesystem::path file, relative;
    std::string problem;
    int code = 0;
    std::int64_t index = -1;
  };

  /// Whether the output folder is one of those that were walked.
  bool list_inputs();
  static Input from_list(const Line& line);
  std::optional<Task> next_watched();
  Task make_task(const Input& input);
  void guard(const Input& input, Task& task);
  void remember_sources();
  [[nodiscard]] bool may_be_source(const std::filesystem::path& output);

  const ImageOptions& options_;
  std::stop_token stop_;
  std::vector<Input> inputs_;
  std::vector<PictureList::LeftAside> left_aside_;
  std::optional<LineReader> stream_;               ///< of a list on standard input or from a pipe
  std::optional<FolderWatch> watch_;               ///< of a folder that is watched
  std::map<std::filesystem::path, Task> watched_;  ///< those that were handed out
  std::optional<OutputNames> names_;
  bool sources_known_ = false;
  Sources sources_;
  std::set<FileId> source_folders_;
  std::size_t left_out_ = 0;
  std::size_t at_ = 0;
  std::mutex mutex_;
};

}  // namespace segme::session
