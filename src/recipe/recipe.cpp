// recipe: see recipe.h.
#include "recipe/recipe.h"

#include <utility>

#include "recipe/background.h"

namespace segme {

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
