// train/contact_sheet: what the net is shown, for people to look at before hours are spent on it.
#pragma once

#include <filesystem>

#include "train/loader.h"

namespace segme::train {

/// Takes the next batch and writes its pictures, each with its matte to the right, into one PNG. @throws Error(output)
void write_contact_sheet(Loader& loader, int size, const std::filesystem::path& path);

}  // namespace segme::train
