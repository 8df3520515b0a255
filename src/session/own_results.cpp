// session/own_results: see own_results.h.
#include "session/own_results.h"

#include <algorithm>
#include <set>

#include "base/error.h"

namespace segme::session {
namespace {

namespace fs = std::filesystem;

constexpr const char* kWords[] = {"-cutout", "-matte", "-composite"};

/// Where -o sends results of several inputs, as far as that is one folder.
fs::path folder_of(const std::string& output) {
  std::error_code ignored;
  if (output.empty() || output == "-" || fs::is_directory(output, ignored)) return output;
  const NamePattern pattern(output, true);
  if (!pattern.has_places()) return pattern.fill({}, 0);
  const std::string folder = pattern.folder();
  return folder.empty() ? "." : folder;
}

/// The names that a pattern gives in its folder; nullopt where -o is none, or folders have places.
std::optional<NamePattern> file_pattern_of(const std::string& output) {
  std::error_code ignored;
  const std::size_t slash = output.rfind('/') + 1;
  NamePattern file(output.substr(slash), true);
  if (fs::is_directory(output, ignored) || !file.has_places()) return std::nullopt;
  return NamePattern(output.substr(0, slash), true).has_places() ? std::nullopt : std::optional(std::move(file));
}

/// The folder part of a pattern before its first wild card: "a/b*/c.jpg" -> "a".
fs::path top_of(const std::string& what) {
  std::error_code ignored;
  if (fs::is_directory(what, ignored)) return what;
  const std::size_t slash = what.rfind('/', what.find_first_of("*?["));
  return slash == std::string::npos ? fs::path(".") : fs::path(what.substr(0, std::max<std::size_t>(slash, 1)));
}

bool names_results(const std::string& glob) {
  const std::string last = glob.substr(glob.rfind('/') + 1);
  return std::any_of(std::begin(kWords), std::end(kWords),
                     [&](const char* word) { return last.find(word) != std::string::npos; });
}

}  // namespace

bool BelowFolder::holds(const fs::path& file, const fs::path& top) {
  if (!folder_) return false;
  fs::path folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
  if (folder == last_ && top == last_top_) return last_held_;
  last_ = folder;
  last_top_ = top;
  last_held_ = false;
  const std::optional<FileId> end = file_id(top);
  while (!folder.empty()) {
    const std::optional<FileId> own = file_id(folder);
    if (own == end) break;
    last_held_ = own == folder_;
    if (last_held_ || folder == folder.parent_path()) break;
    folder = folder.parent_path();
  }
  return last_held_;
}

bool is_result_name(const fs::path& file) {
  std::string stem = file.stem().string();
  const std::size_t end = stem.find_last_not_of("0123456789");
  if (end != std::string::npos && end + 1 < stem.size() && stem[end] == '-') stem.resize(end);
  return std::any_of(std::begin(kWords), std::end(kWords), [&](const char* word) { return stem.ends_with(word); });
}

SourceWalk::SourceWalk(const std::string& output)
    : folder_(folder_of(output)), file_pattern_(file_pattern_of(output)), below_(folder_) {}

/// photos/a_cut.png is what -o 'photos/%s_cut.png' made of photos/a.jpg.
void SourceWalk::leave_out_filled(std::vector<PictureList::Entry>& pictures) const {
  std::set<std::string> stems;
  for (const PictureList::Entry& entry : pictures) stems.insert(entry.file.stem().string());
  const std::optional<FileId> folder = file_id(folder_);
  std::erase_if(pictures, [&](const PictureList::Entry& entry) {
    const std::optional<std::string> stem = file_pattern_->stem_in(entry.file.filename().string());
    return stem && !stem->empty() && *stem != entry.file.stem().string() && stems.contains(*stem) &&
           file_id(entry.file.has_parent_path() ? entry.file.parent_path() : fs::path(".")) == folder;
  });
}

PictureList SourceWalk::list(const std::string& what) {
  PictureList list = list_pictures(what);
  std::error_code ignored;
  if (fs::exists(what, ignored) && !fs::is_directory(what, ignored)) return list;
  const std::size_t found = list.pictures.size();
  const fs::path top = top_of(what);
  const bool results_too = !fs::is_directory(what, ignored) && names_results(what);
  std::erase_if(list.pictures, [&](const PictureList::Entry& entry) {
    return (!results_too && is_result_name(entry.file)) || below_.holds(entry.file, top);
  });
  if (file_pattern_) leave_out_filled(list.pictures);
  const std::optional<FileId> folder = file_id(folder_);
  among_sources_ = among_sources_ || (folder && folder == file_id(top));
  left_out_ += found - list.pictures.size();
  if (found > 0 && list.pictures.empty()) {
    throw Error(ExitCode::input, "there is no picture in '" + what +
                                     "' but results of SegMe (-cutout, -matte, -composite, or in the output folder). "
                                     "Name the files themselves to have them done.");
  }
  return list;
}

}  // namespace segme::session
