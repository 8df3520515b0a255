// recipe/background: see background.h.
#include "recipe/background.h"

#include "base/error.h"
#include "render/named_colour.h"

namespace segme {

std::unique_ptr<Background> open_background(const std::string& text, Fit fit, const Opening& opening) {
  if (text.empty() || text == "none") return nullptr;
  if (is_in_table(all_backgrounds(), text)) return make_background_kind(text);
  if (auto file = open_background_file(text, fit, opening)) return file;
  if (!is_colour(text)) {
    throw Error(ExitCode::usage, "'" + text +
                                     "' is neither a colour nor a file. Give a picture file that is there, '#rrggbb', "
                                     "or one of " +
                                     colour_names() + ".");
  }
  return make_background_kind("colour:value=" + text);
}

std::unique_ptr<Renderer> make_rendering(const std::string& render, const std::string& background, Fit fit,
                                         const Opening& opening) {
  auto behind = about_field("background", [&] { return open_background(background, fit, opening); });
  return about_field("render", [&] { return make_renderer(render, std::move(behind)); });
}

std::unique_ptr<Renderer> make_background(const std::string& background, Fit fit) {
  return make_rendering("", background, fit);
}

}  // namespace segme
