// capture/folder: see folder.h.
#include "capture/folder.h"

#include <glob.h>

#include <algorithm>

#include "base/error.h"
#include "capture/file_kind.h"

namespace segme {
namespace {

namespace fs = std::filesystem;

bool hidden(const fs::path& path) { return path.filename().string().starts_with('.'); }

void sort_out(const fs::path& path, const fs::path& relative, PictureList& list) {
  FileVerdict verdict = judge_file(path);
  if (verdict.picture) {
    list.pictures.push_back({path, relative});
  } else {
    list.left_aside.push_back({path, std::move(verdict.why), verdict.video});
  }
}

/// Walks with a stack of its own, for the standard's recursive iterator ends at the first folder it may not read. False
/// when `top` itself could not be read.
bool walk(const fs::path& top, const fs::path& relative_top, PictureList& list) {
  bool top_read = true;
  std::vector<fs::path> waiting = {fs::path()};
  while (!waiting.empty()) {
    const fs::path below = std::move(waiting.back());
    waiting.pop_back();
    std::error_code failure;
    const fs::path folder = below.empty() ? top : top / below;
    fs::directory_iterator entries(folder, failure);
    for (; !failure && entries != fs::directory_iterator(); entries.increment(failure)) {
      const fs::path& path = entries->path();
      if (hidden(path)) continue;
      std::error_code ignored;  // of a link to nowhere: read_image() will say it
      if (entries->is_directory(ignored)) {
        if (!entries->is_symlink(ignored)) waiting.push_back(below / path.filename());
      } else {
        sort_out(path, relative_top / below / path.filename(), list);
      }
    }
    if (failure) {
      top_read = top_read && !below.empty();
      list.problems.push_back("cannot read the folder '" + folder.string() + "': " + failure.message() +
                              ". Change its permissions or leave it out.");
    }
  }
  return top_read;
}

/// The folder part of a pattern before its first wild card: "a/b*/c.jpg" -> "a".
fs::path fixed_part(const std::string& pattern) {
  const std::size_t slash = pattern.rfind('/', pattern.find_first_of("*?["));
  return slash == std::string::npos ? fs::path() : fs::path(pattern.substr(0, std::max<std::size_t>(slash, 1)));
}

void expand(const std::string& pattern, PictureList& list) {
  glob_t found{};
  const int result = ::glob(pattern.c_str(), 0, nullptr, &found);
  std::vector<fs::path> paths;
  for (std::size_t i = 0; result == 0 && i < found.gl_pathc; ++i) paths.emplace_back(found.gl_pathv[i]);
  ::globfree(&found);
  const fs::path fixed = fixed_part(pattern);
  for (const fs::path& path : paths) {
    const fs::path relative = fixed.empty() ? path : path.lexically_relative(fixed);
    std::error_code ignored;
    if (fs::is_directory(path, ignored)) {
      walk(path, relative, list);
    } else {
      sort_out(path, relative, list);
    }
  }
  if (list.pictures.empty() && list.problems.empty()) {
    throw Error(ExitCode::input,
                "cannot read '" + pattern + "': no picture matches. Check the pattern" +
                    (list.left_aside.empty() ? " and the extension." : ": " + describe(list.left_aside) + "."));
  }
}

}  // namespace

PictureList list_pictures(const std::string& what) {
  PictureList list;
  std::error_code failure;
  const fs::file_status status = fs::status(what, failure);
  if (fs::is_directory(status)) {
    const bool top_read = walk(what, fs::path(), list);
    if (!top_read) throw Error(ExitCode::input, list.problems.front());
  } else if (fs::exists(status)) {
    list.pictures.push_back({what, fs::path(what).filename()});
  } else if (what.find_first_of("*?[") != std::string::npos) {
    expand(what, list);
  } else {
    throw Error(ExitCode::input, "cannot read '" + what + "': " +
                                     (failure ? failure.message() : "no such file or folder") + ". Check the path.");
  }
  std::sort(list.pictures.begin(), list.pictures.end(),
            [](const auto& a, const auto& b) { return a.relative.generic_string() < b.relative.generic_string(); });
  std::sort(list.left_aside.begin(), list.left_aside.end(),
            [](const auto& a, const auto& b) { return a.file.native() < b.file.native(); });
  return list;
}

std::string describe(const std::vector<PictureList::LeftAside>& left_aside) {
  constexpr std::size_t kNamed = 8;
  if (left_aside.empty()) return {};
  const std::size_t count = left_aside.size();
  std::string text = std::to_string(count) + (count == 1 ? " file was" : " files were") + " left aside";
  for (std::size_t i = 0; i < std::min(count, kNamed); ++i) {
    text += (i == 0 ? ": " : ", ") + left_aside[i].file.filename().string() + " (" + left_aside[i].why + ")";
  }
  if (count > kNamed) text += " and " + std::to_string(count - kNamed) + " more";
  return text;
}

}  // namespace segme
