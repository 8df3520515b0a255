// cli/export/place: which file is exported, where it goes, and which card is whose: a card a file.
#pragma once

#include <filesystem>
#include <string>

#include "cli/export/card.h"

namespace segme::cli {

/// The file with the weights: of the folder of a run its best.safetensors, of that of a model its floats.onnx or what
/// its card names; else `from` itself, which need not be there.
std::filesystem::path exported_file(const std::string& from);

/// True where the card is there and names this file.
bool card_is_of(const std::filesystem::path& card, const std::filesystem::path& model);

/// A folder gets model.onnx and card.json; beside NAME.EXT stands NAME.json, or NAME.EXT.json where NAME.json is
/// something else, such as the card of another file. `folder_card`: card.json beside an .onnx file. @throws
/// Error(usage) for another name; Error(output) where a card.json is that of another file.
ExportPlace place_of(const std::string& output, bool folder_card, const std::string& from);

}  // namespace segme::cli
