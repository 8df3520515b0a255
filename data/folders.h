// data/folders: pairs by name in the layouts that people use.
#pragma once

#include <filesystem>
#include <string>

namespace segme::data {

struct Set;

/// Adds the pairs of two folders; lonely halves become problems. @throws Error(input)
void add_folders(const std::filesystem::path& images, const std::filesystem::path& mattes, const std::string& split,
                 Set& set);

/// Adds what a folder holds: images/ and masks/ (also img, image, pictures; mask, msk, mattes, labels), or these in
/// train/, val/, test/. False when there is nothing of the kind. @throws Error(input)
bool add_set_folder(const std::filesystem::path& folder, Set& set);

/// Adds pictures without mattes: a file, a folder or a pattern. @throws Error(input)
void add_pictures(const std::string& what, Set& set);

}  // namespace segme::data
