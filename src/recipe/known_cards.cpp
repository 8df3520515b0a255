// recipe/known_cards: few and small, so they are read anew each time one is asked for.
#include "recipe/known_cards.h"

#include <algorithm>

#include "infer/sha256.h"
#include "recipe/embedded.h"
#include "recipe/read_model_card.h"

namespace segme {

std::vector<ModelCard> known_cards() {
  std::vector<ModelCard> cards;
  for (const std::string_view text : embedded_known_cards()) cards.push_back(parse_model_card(text, "known card"));
  return cards;
}

std::optional<ModelCard> known_card(std::span<const std::uint8_t> bytes) {
  const std::string digest = sha256_hex(bytes);
  const std::vector<ModelCard> cards = known_cards();
  const auto found =
      std::find_if(cards.begin(), cards.end(), [&](const ModelCard& card) { return card.sha256 == digest; });
  if (found == cards.end()) return std::nullopt;
  return *found;
}

}  // namespace segme
