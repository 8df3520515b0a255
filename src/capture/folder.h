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
  struct LeftAside {
    std::filesystem::path file;
    std::string why;     ///< what it is: "an MP4 video", "no picture"
    bool video = false;  ///< one that segme video reads
  };
  std::vector<LeftAside> left_aside;  ///< files met on the way that are no pictures, sorted
};

/// What `what` means: a file (taken as it is), a folder (its pictures by extension or contents, also in its
/// sub-folders; names that begin with a dot are left out, linked sub-folders are not entered) or a pattern with * ? [
/// (files and folders that match).
/// @throws Error(input) when there is no such file, folder or match, or the folder itself cannot be read.
PictureList list_pictures(const std::string& what);

/// "2 files were left aside: clip.mp4 (an MP4 video), notes.txt (no picture)", without a full stop; of many the first
/// few by name. Empty for none.
std::string describe(const std::vector<PictureList::LeftAside>& left_aside);

}  // namespace segme
