// session/replaceable: pipes and devices are no files, and may always be written.
#include "session/replaceable.h"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <vector>

#include "base/error.h"
#include "base/name_pattern.h"
#include "sink/video_file.h"

namespace segme::session {
namespace {

/// As FFmpeg reads extensions: ".m3u8" of "a.M3U8".
std::string lower_extension(const std::string& where) {
  std::string extension = std::filesystem::path(where).extension().string();
  for (char& c : extension) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return extension;
}

}  // namespace

void check_replaceable(const Sources& sources, const std::string& file, bool overwrite) {
  sources.refuse(file);
  std::error_code ignored;
  if (overwrite || file == "-" || !std::filesystem::is_regular_file(file, ignored)) return;
  throw Error(ExitCode::output, "overwrite",
              "cannot write '" + file + "': it exists. Have it replaced, or choose another file.");
}

bool is_hls(const std::string& where, const std::string& format) {
  return format.empty() ? lower_extension(where) == ".m3u8" : format == "hls";
}

void check_video_replaceable(const Sources& sources, const std::string& where, bool overwrite,
                             const std::string& format) {
  if (is_url(where)) return;
  if (is_sequence(where)) {
    for (const std::string& file : NamePattern(where).existing()) check_replaceable(sources, file, overwrite);
    return;
  }
  const std::filesystem::path path = video_path(where);
  check_replaceable(sources, path.string(), overwrite);
  // Muxers name the parts of a playlist by themselves, and replace what is there.
  const bool hls = is_hls(path.string(), format);
  const bool dash = format.empty() ? lower_extension(path.string()) == ".mpd" : format == "dash";
  if (!hls && !dash) return;
  std::string name = path.stem().string();
  std::replace(name.begin(), name.end(), ':', '-');  // as parts have it
  const std::string stem = escape_name((path.parent_path() / name).string());
  const std::string folder = escape_name((path.parent_path() / "").string());
  const std::vector<std::string> parts =
      hls ? std::vector{stem + "%d.ts", stem + "%d.m4s", stem + "%d.vtt"}
          : std::vector{folder + "init-stream%d.m4s", folder + "chunk-stream%d-%d.m4s"};
  for (const std::string& part : parts) {
    for (const std::string& file : NamePattern(part).existing()) check_replaceable(sources, file, overwrite);
  }
  if (hls) check_replaceable(sources, (path.parent_path() / (name + "_vtt.m3u8")).string(), overwrite);
}

}  // namespace segme::session
