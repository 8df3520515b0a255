// Tables of kinds: made by name with options, and a wrong name lists the right ones.
#include "base/kind.h"

#include <gtest/gtest.h>

namespace segme {
namespace {

struct Shape {
  virtual ~Shape() = default;
  virtual int corners() const = 0;
};

struct Star final : Shape {
  static constexpr std::string_view kName = "star";
  struct Options {
    int points = 5;
    void describe(auto& visit) { visit("points", points, "how many", 3, 99); }
  };
  explicit Star(const Options& options) : points(options.points) {}
  int corners() const override { return 2 * points; }
  int points;
};

struct Circle final : Shape {
  static constexpr std::string_view kName = "circle";
  struct Options {
    void describe(auto&) {}
  };
  explicit Circle(const Options&) {}
  int corners() const override { return 0; }
};

constexpr Kind<Shape> star = make_kind<Shape, Star>("has points");
constexpr Kind<Shape> circle = make_kind<Shape, Circle>("has none");
constexpr const Kind<Shape>* all[] = {&star, &circle};

std::unique_ptr<Shape> make(std::string_view text) { return make_from_table<Shape>("shape", all, text); }

TEST(kind, a_name_makes_the_thing_with_its_defaults) {
  EXPECT_EQ(make("star")->corners(), 10);
  EXPECT_EQ(make("circle")->corners(), 0);
  EXPECT_EQ(make("star:")->corners(), 10);
}

TEST(kind, options_follow_the_colon) { EXPECT_EQ(make("star:points=7")->corners(), 14); }

TEST(kind, an_unknown_name_is_answered_with_the_table) {
  for (const char* text : {"square", "", "stars", "star=7", ":points=7"}) {
    try {
      make(text);
      ADD_FAILURE() << text;
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ExitCode::usage);
      EXPECT_NE(std::string(error.what()).find("star, circle"), std::string::npos) << error.what();
    }
  }
}

TEST(kind, a_wrong_option_names_its_owner) {
  try {
    make("star:points=2");
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("star"), std::string::npos);
    EXPECT_NE(std::string(error.what()).find("from 3 to 99"), std::string::npos);
  }
}

TEST(kind, every_line_of_a_table_can_tell_its_options) {
  for (const Kind<Shape>* kind : all) {
    EXPECT_FALSE(kind->summary.empty());
    EXPECT_EQ(kind->options().size(), kind->name == "star" ? 1u : 0u);
  }
}

TEST(kind, a_chain_is_split_at_names_and_not_at_options) {
  const std::span<const Kind<Shape>* const> table = all;
  const auto split = [&](std::string_view text) {
    return split_chain(text, [&](std::string_view item) { return is_in_table(table, item); });
  };
  using Chain = std::vector<std::string>;
  EXPECT_EQ(split("star:points=7,circle"), (Chain{"star:points=7", "circle"}));
  EXPECT_EQ(split("star:points=7,points=9,circle:x=1"), (Chain{"star:points=7,points=9", "circle:x=1"}));
  EXPECT_EQ(split("star,square"), (Chain{"star", "square"})) << "an unknown name is left to be refused";
  EXPECT_EQ(split("star,"), (Chain{"star", ""}));
  EXPECT_TRUE(split("").empty());
  EXPECT_TRUE(split("none").empty());
}

}  // namespace
}  // namespace segme
