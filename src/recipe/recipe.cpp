// recipe: see recipe.h.
#include "recipe/recipe.h"

#include <utility>

#include "base/choice.h"
#include "base/error.h"
#include "recipe/background.h"

namespace segme {

EnginePrecision read_precision(const std::string& name) {
  if (const auto precision = find_named<EnginePrecision>(name)) return *precision;
  throw Error(ExitCode::usage, "precision",
              "unknown precision '" + name + "'. There are: " + list_names<EnginePrecision>(", ") + ".");
}

Fit read_fit(const std::string& name) {
  if (const auto fit = find_named<Fit>(name)) return *fit;
  throw Error(ExitCode::usage, "fit", "'" + name + "' is no fit. Give fill, fit or centre.");
}

std::vector<std::string> split_chain(const std::string& text) {
  return split_chain(text, [](std::string_view item) { return is_in_table(all_refiners(), item); });
}

std::vector<std::unique_ptr<Refiner>> make_refiners(const std::string& chain) {
  return about_field("refine", [&] {
    std::vector<std::unique_ptr<Refiner>> refiners;
    for (const std::string& text : split_chain(chain)) refiners.push_back(make_refiner(text));
    return refiners;
  });
}

Pipeline make_pipeline(const Recipe& recipe) {
  auto refiners = make_refiners(recipe.refine);
  auto renderer = make_rendering(recipe.render, recipe.background, recipe.fit, recipe.opening);
  return {make_method(recipe), std::move(refiners), std::move(renderer)};
}

Pipeline make_pipeline(const Recipe& recipe, std::shared_ptr<Segmenter> segmenter) {
  auto refiners = make_refiners(recipe.refine);
  return {std::move(segmenter), std::move(refiners),
          make_rendering(recipe.render, recipe.background, recipe.fit, recipe.opening)};
}

}  // namespace segme
