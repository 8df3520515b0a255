// capture/folder: which picture files a path, a folder or a pattern means. The front of a batch.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace segme {

struct PictureList {
  struct Entry {
    std::filesystem::path file;      ///< to be read
    std::filesystem::path relative;  ///< its place below the folder asked for: an output keeps this structure
  };
  std::vector<Entry> pictures;        ///< sorted by relative path
  std::vector<std::string> problems;  ///< one sentence for each folder that could not be read
};

/// What `what` means: a file (taken as it is), a folder (its pictures by extension, also in its sub-folders; names that
/// begin with a dot are left out, linked sub-folders are not entered) or a pattern with * ? [ (files and folders that
/// match).
/// @throws Error(input) when there is no such file, folder or match, or the folder itself cannot be read.
PictureList list_pictures(const std::string& what);

}  // namespace segme
