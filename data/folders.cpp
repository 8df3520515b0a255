// data/folders: two folders -> pairs by path without extension.
#include "data/folders.h"

#include <array>
#include <map>

#include "base/error.h"
#include "capture/folder.h"
#include "data/set.h"

namespace segme::data {
namespace {

namespace fs = std::filesystem;

constexpr std::array kPictureNames{"images", "image", "imgs", "img", "pictures", "photos"};
constexpr std::array kMatteNames{"masks", "mask", "msks", "msk", "mattes", "matte", "labels", "alpha"};
constexpr std::array kSplitNames{"train", "training", "val", "valid", "validation", "test"};

using Stems = std::map<std::string, PictureList::Entry>;

/// The first of these names that is a folder in `folder`; empty when none is.
template <std::size_t kCount>
fs::path find_folder(const fs::path& folder, const std::array<const char*, kCount>& names) {
  std::error_code ignored;
  for (const char* name : names) {
    if (fs::is_directory(folder / name, ignored)) return folder / name;
  }
  return {};
}

Stems stems_of(const fs::path& folder, Set& set) {
  const PictureList list = list_pictures(folder.string());
  if (!list.problems.empty()) throw Error(ExitCode::input, list.problems.front());
  Stems stems;
  for (const PictureList::Entry& entry : list.pictures) {
    fs::path stem = entry.relative;
    stem.replace_extension();
    const auto [place, fresh] = stems.emplace(stem.generic_string(), entry);
    if (fresh) continue;
    set.problems.push_back({FindingKind::unreadable,
                            entry.file.string(),
                            "it differs from '" + place->second.file.filename().string() + "' in the extension only",
                            "Remove one of them",
                            {}});
  }
  return stems;
}

}  // namespace

void add_folders(const fs::path& images, const fs::path& mattes, const std::string& split, Set& set) {
  const Stems pictures = stems_of(images, set);
  const Stems truths = stems_of(mattes, set);
  for (const auto& [stem, entry] : pictures) {
    const auto truth = truths.find(stem);
    if (truth == truths.end()) {
      set.problems.push_back({FindingKind::missing_matte,
                              entry.file.string(),
                              "there is no matte of its name in '" + mattes.string() + "'",
                              "Add the matte or remove the picture",
                              {}});
      continue;
    }
    Sample sample;
    sample.name = (split.empty() ? "" : split + "/") + entry.relative.generic_string();
    sample.image = fs::absolute(entry.file);
    sample.matte = fs::absolute(truth->second.file);
    sample.split = split;
    set.samples.push_back(std::move(sample));
  }
  for (const auto& [stem, entry] : truths) {
    if (pictures.contains(stem)) continue;
    set.problems.push_back({FindingKind::missing_picture,
                            entry.file.string(),
                            "there is no picture of its name in '" + images.string() + "'",
                            "Add the picture or remove the matte",
                            {}});
  }
}

bool add_set_folder(const fs::path& folder, Set& set) {
  const auto add = [&](const fs::path& from, const std::string& split) {
    fs::path images = find_folder(from, kPictureNames);
    fs::path mattes = find_folder(from, kMatteNames);
    if (images.empty() || mattes.empty()) return false;
    std::error_code ignored;  // Keras's flow_from_directory wants one more folder: images/img/, masks/msk/
    if (fs::is_directory(images / "img", ignored) && fs::is_directory(mattes / "msk", ignored)) {
      images /= "img";
      mattes /= "msk";
    }
    set.form = "folders";
    add_folders(images, mattes, split, set);
    return true;
  };
  if (add(folder, "")) return true;
  bool found = false;
  for (const char* split : kSplitNames) found = add(folder / split, split) || found;
  return found;
}

void add_pictures(const std::string& what, Set& set) {
  const PictureList list = list_pictures(what);
  for (const std::string& problem : list.problems) {
    set.problems.push_back({FindingKind::unreadable, what, problem, "Mend it", {}});
  }
  for (const PictureList::Entry& entry : list.pictures) {
    Sample sample;
    sample.name = entry.relative.generic_string();
    sample.image = fs::absolute(entry.file);
    set.samples.push_back(std::move(sample));
  }
}

}  // namespace segme::data
