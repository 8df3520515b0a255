// sink/video_name: what the name of a video says. Apart from video_file, for programs that write none: it brings
// FFmpeg.
#include <filesystem>

#include "base/name_pattern.h"
#include "sink/image_file.h"
#include "sink/video_file.h"

namespace segme {

bool is_url(const std::string& where) {
  const std::size_t colon = where.find("://");
  return colon != std::string::npos && colon > 0 && where.find('/') > colon;
}

bool is_sequence(const std::string& where) {
  return !is_url(where) && can_write_extension(std::filesystem::path(where).extension().string(), false) &&
         NamePattern(where).has_places();
}

std::string video_path(const std::string& where) {
  if (is_url(where) || is_sequence(where)) return where;
  std::string path;
  for (std::size_t i = 0; i < where.size(); ++i) {
    path += where[i];
    if (where.compare(i, 2, "%%") == 0) ++i;
  }
  return path;
}

}  // namespace segme
