// recipe: see recipe.h.
#include "recipe/recipe.h"

#include <utility>

#include "capture/image_file.h"
#include "infer/subtraction.h"
#include "infer/witnesses.h"
#include "recipe/background.h"
#include "recipe/make_segmenter.h"
#include "recipe/models.h"

namespace segme {
namespace {

constexpr const SubtractionKind* kMethods[] = {&bgsub_method};

/// What --method asks for.
struct Method {
  bool net = false;
  std::unique_ptr<Subtraction> plate;
};

Method read_method(const std::string& text) {
  const std::span<const SubtractionKind* const> table = kMethods;
  Method method;
  for (const std::string& item :
       split_chain(text, [&](std::string_view name) { return name == "net" || is_in_table(table, name); })) {
    if (item == "net") {
      method.net = true;
    } else if (is_in_table(table, item)) {
      method.plate = make_from_table<Subtraction>("method", table, item);
    } else {
      throw Error(ExitCode::usage, "unknown method '" + item + "'. There are: net, bgsub, and both as bgsub,net.");
    }
  }
  if (!method.net && !method.plate) {
    throw Error(ExitCode::usage, "no method is given. There are: net, bgsub, and both as bgsub,net.");
  }
  return method;
}

}  // namespace

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

std::unique_ptr<Segmenter> make_method(const Recipe& recipe) {
  Method method = about_field("method", [&] { return read_method(recipe.method); });
  if (!recipe.plate.empty()) {
    if (!method.plate) {
      throw Error(ExitCode::usage, "plate",
                  "a plate has no meaning without background subtraction. Choose the method bgsub or bgsub,net.");
    }
    method.plate->set_plate(about_field("plate", [&] { return read_image(recipe.plate); }));
  }
  if (!method.net) return std::move(method.plate);
  auto net =
      make_segmenter(about_field("model", [&] { return find_model(recipe.model); }), recipe.engine, recipe.still);
  if (!method.plate) return net;
  return std::make_unique<Witnesses>(std::move(method.plate), std::move(net));
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
