// session/image/folder_watch: see folder_watch.h. A folder is watched before it is listed, so that nothing falls
// between.
#include "session/image/folder_watch.h"

#include <poll.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"

namespace segme::session {
namespace {

namespace fs = std::filesystem;

/// Some programs close a file and open it again at once: to write its date, or the rest.
constexpr auto kQuiet = std::chrono::milliseconds(250);
constexpr std::uint32_t kMask = IN_CLOSE_WRITE | IN_MOVED_TO | IN_CREATE | IN_MODIFY | IN_MOVED_FROM | IN_DELETE |
                                IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR;

/// Names of files that are not whole yet, and are renamed when they are.
bool is_unfinished(const std::string& name) {
  constexpr std::array<std::string_view, 5> kEnds = {".part", ".crdownload", ".download", ".filepart", ".tmp"};
  return name.starts_with('.') || name.ends_with('~') ||
         std::any_of(kEnds.begin(), kEnds.end(), [&](std::string_view end) { return name.ends_with(end); });
}

}  // namespace

FolderWatch::FolderWatch(const fs::path& folder, std::stop_token stop)
    : top_(folder), events_(::inotify_init1(IN_CLOEXEC | IN_NONBLOCK)), stop_(std::move(stop)), stopped_(stop_) {
  if (events_ < 0) {
    throw Error(ExitCode::input, "cannot watch '" + top_.string() + "': " + std::strerror(errno) +
                                     ". Close other programs that watch folders.");
  }
  try {
    add_folder(top_);
  } catch (...) {
    ::close(events_);
    throw;
  }
}

FolderWatch::~FolderWatch() { ::close(events_); }

void FolderWatch::add_folder(const fs::path& folder) {
  const int watch = ::inotify_add_watch(events_, folder.c_str(), kMask);
  if (watch < 0) {
    if (folder != top_ && (errno == ENOENT || errno == ENOTDIR)) return;  // gone again
    const std::string why = errno == ENOSPC ? "too many folders are watched. Raise fs.inotify.max_user_watches"
                                            : std::string(std::strerror(errno)) + ". Check the path";
    throw Error(ExitCode::input, "cannot watch '" + folder.string() + "': " + why + ".");
  }
  folders_[watch] = folder;
  std::vector<fs::path> files;
  std::error_code failure;
  for (fs::directory_iterator at(folder, failure), end; !failure && at != end; at.increment(failure)) {
    const std::string name = at->path().filename().string();
    std::error_code ignored;
    if (name.starts_with('.')) continue;
    if (at->is_directory(ignored)) {
      if (!at->is_symlink(ignored)) add_folder(at->path());
    } else if (!is_unfinished(name)) {
      files.push_back(at->path());
    }
  }
  std::sort(files.begin(), files.end());
  found_.insert(found_.end(), files.begin(), files.end());
}

/// After more events than the system keeps: what lies there is looked at again.
void FolderWatch::add_again() {
  folders_.clear();
  found_.clear();
  add_folder(top_);
}

void FolderWatch::take_event(int watch, unsigned mask, const std::string& name) {
  if ((mask & IN_Q_OVERFLOW) != 0) {
    add_again();
    return;
  }
  const auto folder = folders_.find(watch);
  if (folder == folders_.end()) return;
  if ((mask & (IN_DELETE_SELF | IN_MOVE_SELF)) != 0 && folder->second == top_) {
    throw Error(ExitCode::input, "cannot watch '" + top_.string() + "' any longer: it was removed or renamed.");
  }
  if ((mask & IN_IGNORED) != 0) {
    folders_.erase(folder);
    return;
  }
  if (name.empty() || is_unfinished(name)) return;
  const fs::path path = folder->second / name;
  if ((mask & IN_ISDIR) != 0) {
    if ((mask & (IN_CREATE | IN_MOVED_TO)) != 0) add_folder(path);
    return;
  }
  std::error_code ignored;
  // A link, of either kind, is made whole: no program that writes closes it.
  const bool linked = (mask & IN_CREATE) != 0 && (fs::is_symlink(fs::symlink_status(path, ignored)) ||
                                                  (fs::hard_link_count(path, ignored) > 1 && !ignored));
  if ((mask & (IN_CLOSE_WRITE | IN_MOVED_TO)) != 0 || linked) {
    arriving_[path] = Clock::now() + kQuiet;
  } else {
    arriving_.erase(path);  // written again, or gone
  }
}

void FolderWatch::read_events() {
  alignas(inotify_event) std::array<char, 1U << 14U> bytes{};
  for (;;) {
    const ssize_t got = ::read(events_, bytes.data(), bytes.size());
    if (got <= 0) return;
    for (const char* at = bytes.data(); at < bytes.data() + got;) {
      inotify_event event{};
      std::memcpy(&event, at, sizeof event);
      const char* name = at + sizeof event;
      take_event(event.wd, event.mask, event.len > 0 ? std::string(name, ::strnlen(name, event.len)) : std::string());
      at = name + event.len;
    }
  }
}

int FolderWatch::milliseconds_to_wait() const {
  if (arriving_.empty()) return -1;
  const auto first = std::min_element(arriving_.begin(), arriving_.end(),
                                      [](const auto& a, const auto& b) { return a.second < b.second; });
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(first->second - Clock::now());
  return static_cast<int>(std::max<std::chrono::milliseconds::rep>(0, left.count()));
}

std::optional<fs::path> FolderWatch::take_ready() {
  if (!found_.empty()) {
    const fs::path file = std::move(found_.front());
    found_.pop_front();
    return file;
  }
  const auto now = Clock::now();
  const auto ready =
      std::find_if(arriving_.begin(), arriving_.end(), [&](const auto& entry) { return entry.second <= now; });
  if (ready == arriving_.end()) return std::nullopt;
  const fs::path file = ready->first;
  arriving_.erase(ready);
  return file;
}

std::optional<fs::path> FolderWatch::next() {
  while (!stop_.stop_requested()) {
    read_events();
    if (auto file = take_ready()) return file;
    std::array<pollfd, 2> waits{{{events_, POLLIN, 0}, {stopped_.get(), POLLIN, 0}}};
    ::poll(waits.data(), waits.size(), milliseconds_to_wait());
  }
  return std::nullopt;
}

}  // namespace segme::session
