// recipe/known_cards: every one can be read and is found by the bytes of its file alone.
#include "recipe/known_cards.h"

#include <gtest/gtest.h>

#include <set>

namespace segme {
namespace {

TEST(known_cards, each_has_a_sha256_a_name_and_a_licence_of_its_own) {
  const std::vector<ModelCard> cards = known_cards();
  EXPECT_GE(cards.size(), 14U);
  std::set<std::string> names, digests;
  for (const ModelCard& card : cards) {
    EXPECT_EQ(card.sha256.size(), 64U) << card.name;
    EXPECT_FALSE(card.licence.empty()) << card.name;
    EXPECT_TRUE(names.insert(card.name).second) << card.name;
    EXPECT_TRUE(digests.insert(card.sha256).second) << card.name;
  }
}

TEST(known_cards, other_bytes_are_not_known) {
  const std::vector<std::uint8_t> bytes(100, 7);
  EXPECT_FALSE(known_card(bytes).has_value());
}

}  // namespace
}  // namespace segme
