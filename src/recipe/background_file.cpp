// recipe/background_file: backgrounds that are files. Apart from background, for where there are no files.
#include <filesystem>
#include <system_error>

#include "base/name_pattern.h"
#include "capture/file_kind.h"
#include "capture/image_file.h"
#include "pipeline/late_background.h"
#include "pipeline/video_background.h"
#include "recipe/background.h"
#include "render/picture.h"

namespace segme {

bool is_video_background(const std::string& background) {
  std::error_code ignored;
  if (background.find("://") != std::string::npos) return true;
  if (std::filesystem::exists(background, ignored)) {
    return std::filesystem::is_regular_file(background, ignored) && !judge_file(background).picture;
  }
  const NamePattern numbered(background);
  return numbered.has_places() && !numbered.existing().empty();
}

std::unique_ptr<Background> open_background_file(const std::string& text, Fit fit, const Opening& opening) {
  if (opening.late && text.find("://") != std::string::npos) {
    return std::make_unique<LateBackground>([text, fit, opening](const std::stop_token& stop) {
      Opening now = opening;
      now.stop = [stop, given = opening.stop] { return stop.stop_requested() || (given && given()); };
      return open_video_background(text, fit, now);
    });
  }
  if (is_video_background(text)) return open_video_background(text, fit, opening);
  std::error_code ignored;
  const bool file = std::filesystem::exists(text, ignored) || text.find_first_of("./") != std::string::npos;
  if (text.front() == '#' || !file) return nullptr;
  return std::make_unique<Picture>(read_image(text), fit);
}

}  // namespace segme
