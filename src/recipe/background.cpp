// recipe/background: see background.h.
#include "recipe/background.h"

#include <filesystem>
#include <system_error>

#include "capture/file_kind.h"
#include "capture/image_file.h"
#include "pipeline/video_background.h"
#include "render/picture.h"

namespace segme {

bool is_video_background(const std::string& background) {
  std::error_code ignored;
  if (background.find("://") != std::string::npos) return true;
  return std::filesystem::is_regular_file(background, ignored) && !judge_file(background).picture;
}

std::unique_ptr<Background> open_background(const std::string& text, const std::string& fit, const Opening& opening) {
  if (text.empty() || text == "none") return nullptr;
  if (is_in_table(all_backgrounds(), text)) return make_background_kind(text);
  std::error_code ignored;
  const bool file = std::filesystem::exists(text, ignored) || text.find_first_of("./") != std::string::npos;
  // A colour by name, or a sentence that says what there is.
  if (is_video_background(text)) return open_video_background(text, fit, opening);
  if (text.front() == '#' || !file) return make_background_kind("colour:value=" + text);
  return std::make_unique<Picture>(read_image(text), fit);
}

std::unique_ptr<Renderer> make_rendering(const std::string& render, const std::string& background,
                                         const std::string& fit, const Opening& opening) {
  auto behind = about_field("background", [&] { return open_background(background, fit, opening); });
  return about_field("render", [&] { return make_renderer(render, std::move(behind)); });
}

std::unique_ptr<Renderer> make_background(const std::string& background, const std::string& fit) {
  return make_rendering("", background, fit);
}

}  // namespace segme
