// eval/sets: which pictures are scored, and against which mattes: two folders side by side, or a manifest.csv with
// splits.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/image.h"
#include "capture/image_file.h"

namespace segme::eval {

/// One labelled picture. A picture whose matte is its own alpha channel has image == matte. Samples of arrays (see
/// data/set.h, which reads them) have a row; image and matte are then .npy files.
struct Sample {
  std::string name;                    ///< relative to the set, '/' between folders
  std::filesystem::path image, matte;  ///< absolute; matte is empty for pictures without people
  std::string source, kind, label, split;
  std::map<std::string, std::string> columns;  ///< every column of the manifest by its name
  std::int64_t row = -1;                       ///< of .npy files; -1: image and matte are pictures
};

/// What a manifest says for the mask of a picture whose matte is its own alpha channel.
inline constexpr std::string_view kOwnAlpha = "(alpha channel)";

/// A field of a CSV line: in quotes where a comma, a quote or a line's end in it asks for them.
std::string csv_field(const std::string& text);

/// Reads manifest.csv: columns image and mask, and source, kind, label, split where they are there, in any order;
/// others are kept too. Paths are relative to the file, which may begin with a byte order mark. @throws Error(input)
/// with the line that is wrong.
std::vector<Sample> read_manifest(const std::filesystem::path& csv);

/// Those of one split, in order. @throws Error(usage) when there is none; the sentence lists the splits.
std::vector<Sample> select_split(const std::vector<Sample>& samples, std::string_view split);

/// Pairs the pictures of two folders by their path without extension. @throws Error(input) that names the pictures
/// without a matte and the mattes without a picture.
std::vector<Sample> pair_folders(const std::filesystem::path& images, const std::filesystem::path& mattes);

/// The column `by` of a sample's manifest, or its "folder" (of the picture, relative to the set; "." for none); "" for
/// "".
/// @throws Error(usage) that lists the columns.
std::string group_of(const Sample& sample, std::string_view by);

/// Reads picture (RGB) and truth; a sample without matte has an empty person. `file` gets what the matte's file holds
/// besides. @throws Error(input), also when the sizes differ.
void read_sample(const Sample& sample, Image& image, Matte& truth, MatteFile* file = nullptr);

}  // namespace segme::eval
