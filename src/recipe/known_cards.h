// recipe/known_cards: cards of other people's model files, which are not part of SegMe but which it can run. A file is
// known by its sha256, whatever its name and place.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "infer/model_card.h"

namespace segme {

/// The card of these bytes (models/known/*.json), or nothing. Its `file` is the name it had once.
std::optional<ModelCard> known_card(std::span<const std::uint8_t> bytes);

/// All of them, in the order of their file names.
std::vector<ModelCard> known_cards();

}  // namespace segme
