// Colours by name and by number, and the sentence for what is neither.
#include "render/named_colour.h"

#include <gtest/gtest.h>

#include "base/error.h"

namespace segme {
namespace {

TEST(NamedColour, is_a_name_or_a_number) {
  using Colour = std::array<std::uint8_t, 3>;
  EXPECT_EQ(parse_colour("orange"), (Colour{255, 165, 0}));
  EXPECT_EQ(parse_colour("#0af"), (Colour{0, 170, 255}));
  EXPECT_EQ(parse_colour("#0A0bfF"), (Colour{10, 11, 255}));
  for (const char* wrong : {"", "#", "#12", "#12345", "#1234567", "#12345g", "Orange", "gold", "123456", "blue "}) {
    EXPECT_FALSE(is_colour(wrong)) << wrong;
    EXPECT_THROW(parse_colour(wrong), Error) << wrong;
  }
}

TEST(NamedColour, every_name_that_is_listed_is_one) {
  std::string names = colour_names() + ", ";
  int count = 0;
  for (std::size_t at = 0; at < names.size(); at = names.find(", ", at) + 2, ++count) {
    EXPECT_TRUE(is_colour(names.substr(at, names.find(", ", at) - at)));
  }
  EXPECT_GE(count, 10);
}

TEST(NamedColour, what_is_none_gets_the_names) {
  try {
    parse_colour("gold");
    FAIL();
  } catch (const Error& error) {
    const std::string said = error.what();
    EXPECT_NE(said.find("'gold' is not a colour"), std::string::npos) << said;
    EXPECT_NE(said.find("magenta"), std::string::npos) << said;
    EXPECT_EQ(said.find("file"), std::string::npos) << said;
  }
}

}  // namespace
}  // namespace segme
