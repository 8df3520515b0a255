// cli/export/card: the card of an exported model: what the file itself tells, what was given, what an older card said.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "net/graph.h"

namespace segme::cli {

/// Where a model goes, and its card; `source`: the card of what is exported, where that is a model with one.
struct ExportPlace {
  std::filesystem::path model, card, source;
};

/// What only people know; "" keeps what an older card of the same file says, or else that of the source.
struct CardTexts {
  std::string name, summary, quality, licence, origin, limits;
  std::string also;  ///< the name of a model
  bool mirrored = false, mirrored_stills = false, closer = false, videos = false;
  std::string metrics;  ///< a JSON file
};

/// The text of the card. `flat`: the output is one row. @throws Error(input) when metrics cannot be read; Error(model)
/// for a text that no card may hold.
std::string make_export_card(const CardTexts& texts, const net::Graph& graph, const ExportPlace& place, bool flat,
                             const std::vector<std::uint8_t>& bytes);

}  // namespace segme::cli
