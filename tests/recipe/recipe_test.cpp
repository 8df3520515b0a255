// recipe: words that are choices become values here, and a wrong word is an error about its field.
#include "recipe/recipe.h"

#include <gtest/gtest.h>

#include "base/error.h"

namespace segme {
namespace {

template <class Read>
void expect_refused(Read read, const std::string& word, const std::string& field) {
  try {
    read(word);
    ADD_FAILURE() << word << " was taken";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::usage);
    EXPECT_EQ(error.field(), field);
    EXPECT_NE(std::string(error.what()).find("'" + word + "'"), std::string::npos) << error.what();
  }
}

TEST(recipe, every_name_of_a_choice_is_read_and_no_other) {
  for (const std::string_view name : NamesOf<EnginePrecision>::all) {
    EXPECT_EQ(name_of(read_precision(std::string(name))), name);
  }
  for (const std::string_view name : NamesOf<Fit>::all) EXPECT_EQ(name_of(read_fit(std::string(name))), name);
  expect_refused(read_precision, "fp8", "precision");
  expect_refused(read_fit, "diagonal", "fit");
}

}  // namespace
}  // namespace segme
