// session/image/folder_watch: pictures as they arrive in a folder and those below it (inotify of Linux). A picture is
// handed out when whoever writes it has closed it, or moved it in, and a moment has passed.
#pragma once

#include <chrono>
#include <deque>
#include <filesystem>
#include <map>
#include <optional>
#include <stop_token>
#include <string>

#include "session/stopping.h"

namespace segme::session {

class FolderWatch {
 public:
  /// What lies in the folder already comes first. Hidden files and those of unfinished downloads never come.
  /// @throws Error(input) when it is no folder, or cannot be watched
  explicit FolderWatch(const std::filesystem::path& folder, std::stop_token stop = {});
  ~FolderWatch();
  FolderWatch(const FolderWatch&) = delete;
  FolderWatch& operator=(const FolderWatch&) = delete;

  /// Waits for the next file that is whole; the same one again when it was written again. nullopt once `stop` is asked
  /// for.
  /// @throws Error(input) when the folder is removed or renamed
  std::optional<std::filesystem::path> next();

 private:
  using Clock = std::chrono::steady_clock;
  void add_folder(const std::filesystem::path& folder);
  void add_again();
  void read_events();
  void take_event(int watch, unsigned mask, const std::string& name);
  [[nodiscard]] int milliseconds_to_wait() const;
  std::optional<std::filesystem::path> take_ready();

  std::filesystem::path top_;
  int events_ = -1;
  std::stop_token stop_;
  StopDescriptor stopped_;
  std::map<int, std::filesystem::path> folders_;                 ///< by watch
  std::deque<std::filesystem::path> found_;                      ///< lay there when their folder was added
  std::map<std::filesystem::path, Clock::time_point> arriving_;  ///< closed, and when they are to be handed out
};

}  // namespace segme::session
