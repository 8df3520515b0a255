// recipe/method: who finds the person: a net, a plate, or both. Apart from the rest of a recipe, for where neither
// engine nor files are built in.
#include <utility>

#include "capture/image_file.h"
#include "infer/subtraction.h"
#include "infer/witnesses.h"
#include "recipe/make_segmenter.h"
#include "recipe/models.h"
#include "recipe/recipe.h"

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
      make_segmenter(about_field("model", [&] { return find_model(recipe.model, recipe.still, recipe.engine.engine); }),
                     recipe.engine, recipe.still);
  if (!method.plate) return net;
  return std::make_unique<Witnesses>(std::move(method.plate), std::move(net));
}

}  // namespace segme
