// eval/sets: pairs of pictures and mattes, and how a pair is read.
#include "eval/sets.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/error.h"
#include "capture/folder.h"
#include "capture/image_file.h"

namespace segme::eval {
namespace {

using Stems = std::map<std::string, PictureList::Entry>;

/// Path without extension -> picture. Two of one stem would make the pairing a guess.
Stems stems_of(const std::filesystem::path& folder) {
  const PictureList list = list_pictures(folder.string());
  if (!list.problems.empty()) throw Error(ExitCode::input, list.problems.front());
  Stems stems;
  for (const PictureList::Entry& entry : list.pictures) {
    std::filesystem::path stem = entry.relative;
    stem.replace_extension();
    const auto [place, fresh] = stems.emplace(stem.generic_string(), entry);
    if (!fresh) {
      throw Error(ExitCode::input, "cannot pair the pictures of '" + folder.string() + "': '" +
                                       place->second.relative.generic_string() + "' and '" +
                                       entry.relative.generic_string() +
                                       "' differ in the extension only. Remove one of them.");
    }
  }
  return stems;
}

/// "'a.jpg', 'b.jpg' and 7 more" of those in `from` that `other` lacks.
std::string lonely(const Stems& from, const Stems& other) {
  constexpr std::size_t kNamed = 5;
  std::string names;
  std::size_t count = 0;
  for (const auto& [stem, entry] : from) {
    if (other.contains(stem)) continue;
    if (++count <= kNamed) names += (count > 1 ? ", '" : "'") + entry.relative.generic_string() + "'";
  }
  if (count > kNamed) names += " and " + std::to_string(count - kNamed) + " more";
  return names;
}

}  // namespace

std::vector<Sample> select_split(const std::vector<Sample>& samples, std::string_view split) {
  std::vector<Sample> chosen;
  std::set<std::string> splits;
  for (const Sample& sample : samples) {
    splits.insert(sample.split);
    if (sample.split == split) chosen.push_back(sample);
  }
  if (!chosen.empty()) return chosen;
  std::string names;
  for (const std::string& name : splits) names += (names.empty() ? "" : ", ") + name;
  throw Error(ExitCode::usage,
              "the manifest has no picture in split '" + std::string(split) + "'. It has: " + names + ".");
}

std::vector<Sample> pair_folders(const std::filesystem::path& images, const std::filesystem::path& mattes) {
  const Stems pictures = stems_of(images);
  const Stems truths = stems_of(mattes);
  const std::string unlabelled = lonely(pictures, truths);
  const std::string unused = lonely(truths, pictures);
  if (!unlabelled.empty() || !unused.empty()) {
    throw Error(ExitCode::input, "cannot pair '" + images.string() + "' with '" + mattes.string() +
                                     "': " + (unlabelled.empty() ? "" : "no matte for " + unlabelled) +
                                     (unlabelled.empty() || unused.empty() ? "" : "; ") +
                                     (unused.empty() ? "" : "no picture for " + unused) +
                                     ". A pair has one name but for the extension.");
  }
  if (pictures.empty())
    throw Error(ExitCode::input, "there is no picture in '" + images.string() + "'. Give another folder.");
  std::vector<Sample> samples;
  for (const auto& [stem, entry] : pictures) {
    Sample sample;
    sample.name = entry.relative.generic_string();
    sample.image = std::filesystem::absolute(entry.file);
    sample.matte = std::filesystem::absolute(truths.at(stem).file);
    samples.push_back(std::move(sample));
  }
  return samples;
}

std::string group_of(const Sample& sample, std::string_view by) {
  if (by.empty()) return "";
  if (by == "folder") {
    const std::string folder = std::filesystem::path(sample.name).parent_path().generic_string();
    return folder.empty() ? "." : folder;
  }
  const auto found = sample.columns.find(std::string(by));
  if (found != sample.columns.end()) return found->second;
  std::string names = "folder";
  for (const auto& [name, value] : sample.columns) names += ", " + name;
  throw Error(ExitCode::usage, "cannot group by '" + std::string(by) + "'. There are: " + names + ".");
}

void read_sample(const Sample& sample, Image& image, Matte& truth, MatteFile* file) {
  image = read_image(sample.image);
  if (sample.matte.empty()) {
    truth.resize(image.width(), image.height());
    truth.fill(0);
    return;
  }
  truth = read_matte(sample.matte, sample.matte == sample.image, file);
  if (truth.width() == image.width() && truth.height() == image.height()) return;
  const auto size = [](const auto& picture) {
    return std::to_string(picture.width()) + "x" + std::to_string(picture.height());
  };
  throw Error(ExitCode::input, "cannot score '" + sample.image.string() + "': it is " + size(image) +
                                   " but its matte is " + size(truth) + ". Give a matte of the size of its picture.");
}

}  // namespace segme::eval
