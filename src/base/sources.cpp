// base/sources: see sources.h.
#include "base/sources.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

#include "base/error.h"
#include "base/name_pattern.h"

namespace segme {
namespace {

namespace fs = std::filesystem;

FileId id_of(const struct stat& status) {
  return {static_cast<std::uint64_t>(status.st_dev), static_cast<std::uint64_t>(status.st_ino)};
}

/// As FFmpeg reads it: "file:a.mp4" is a.mp4.
std::string without_protocol(const std::string& what) {
  for (const std::string_view protocol : {"file://", "file:"}) {
    if (what.starts_with(protocol)) return what.substr(protocol.size());
  }
  return what;
}

}  // namespace

std::optional<FileId> file_id(const fs::path& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return std::nullopt;
  return id_of(status);
}

void Sources::add_file(const fs::path& file) {
  struct stat status {};
  const int failed = file == "-" ? ::fstat(STDIN_FILENO, &status) : ::stat(file.c_str(), &status);
  if (failed == 0 && S_ISREG(status.st_mode)) files_.insert(id_of(status));
}

void Sources::add(const std::string& what) {
  std::error_code failure;
  const std::string path = fs::exists(what, failure) ? what : without_protocol(what);
  const fs::file_status status = fs::status(path, failure);
  if (fs::exists(status) || path == "-") {
    add_file(path);
  } else if (const NamePattern pattern(path); pattern.has_places()) {
    for (const std::string& file : pattern.existing()) add_file(file);
  }
}

void Sources::add_named_in(std::string_view text) {
  add(std::string(text));
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find_first_of(",:=", begin), text.size());
    if (end > begin) add_file(std::string(text.substr(begin, end - begin)));
    begin = end + 1;
  }
}

bool Sources::contains(const fs::path& place) const {
  struct stat status {};
  const int failed = place == "-" ? ::fstat(STDOUT_FILENO, &status) : ::stat(place.c_str(), &status);
  return failed == 0 && S_ISREG(status.st_mode) && files_.contains(id_of(status));
}

void Sources::refuse(const fs::path& place) const {
  if (!contains(place)) return;
  throw Error(ExitCode::output, "cannot write '" + place.string() +
                                    "': it is an input, and sources are never overwritten. Choose another output.");
}

}  // namespace segme
