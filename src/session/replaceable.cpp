// session/replaceable: pipes and devices are no files, and may always be written.
#include "session/replaceable.h"

#include <algorithm>
#include <filesystem>

#include "base/error.h"
#include "base/name_pattern.h"
#include "sink/video_file.h"

namespace segme::session {

void check_replaceable(const Sources& sources, const std::string& file, bool overwrite) {
  sources.refuse(file);
  std::error_code ignored;
  if (overwrite || file == "-" || !std::filesystem::is_regular_file(file, ignored)) return;
  throw Error(ExitCode::output, "overwrite",
              "cannot write '" + file + "': it exists. Have it replaced, or choose another file.");
}

void check_video_replaceable(const Sources& sources, const std::string& where, bool overwrite) {
  if (is_url(where)) return;
  if (is_sequence(where)) {
    for (const std::string& file : NamePattern(where).existing()) check_replaceable(sources, file, overwrite);
    return;
  }
  const std::filesystem::path path = video_path(where);
  check_replaceable(sources, path.string(), overwrite);
  // Muxers name the parts of a playlist by themselves, and replace what is there.
  std::string name = path.stem().string();
  std::replace(name.begin(), name.end(), ':', '-');  // as parts have it
  const std::string stem = escape_name((path.parent_path() / name).string());
  const std::string folder = escape_name((path.parent_path() / "").string());
  const bool dash = path.extension() == ".mpd";
  if (!dash && path.extension() != ".m3u8") return;
  for (const std::string& part : {dash ? folder + "init-stream%d.m4s" : stem + "%d.ts",
                                  dash ? folder + "chunk-stream%d-%d.m4s" : stem + "%d.m4s"}) {
    for (const std::string& file : NamePattern(part).existing()) check_replaceable(sources, file, overwrite);
  }
}

}  // namespace segme::session
