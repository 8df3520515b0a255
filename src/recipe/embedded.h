// recipe/embedded: the models built into the program. cmake/embed.cmake generates the table from models/*/card.json;
// the bytes lie in the program's read-only data, so that nothing is read or checked at start.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace segme {

struct EmbeddedModel {
  std::string_view card;                ///< card.json
  std::span<const std::uint8_t> bytes;  ///< the file that the card names
  std::string_view sha256;              ///< of bytes, computed when the program was built
};

/// In the order of their folders' names; empty when models/ was.
std::span<const EmbeddedModel> embedded_models();

/// The texts of models/known/*.json, in the order of their names.
std::span<const std::string_view> embedded_known_cards();

}  // namespace segme
