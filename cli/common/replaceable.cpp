// cli/common/replaceable: pipes and devices are no files, and may always be written.
#include "cli/common/replaceable.h"

#include <filesystem>

#include "base/error.h"
#include "base/name_pattern.h"
#include "sink/image_file.h"
#include "sink/video_file.h"

namespace segme::cli {

void add_model(Sources& sources, const std::string& model) {
  sources.add(model);
  std::error_code failure;
  if (!std::filesystem::is_directory(model, failure)) return;
  for (std::filesystem::directory_iterator at(model, failure), end; !failure && at != end; at.increment(failure)) {
    if (!can_write_extension(at->path().extension().string(), false)) sources.add(at->path().string());
  }
}

Sources sources_of(const PipelineFlags& flags) {
  Sources sources;
  add_model(sources, flags.model);
  sources.add(flags.method.plate);
  for (const std::string* chain : {&flags.method.method, &flags.background, &flags.refine, &flags.render}) {
    sources.add_named_in(*chain);
  }
  return sources;
}

void check_replaceable(const Sources& sources, const std::string& file, bool overwrite) {
  sources.refuse(file);
  std::error_code ignored;
  if (overwrite || file == "-" || !std::filesystem::is_regular_file(file, ignored)) return;
  throw Error(ExitCode::output, "cannot write '" + file + "': it exists. Add --overwrite, or choose another file.");
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
  const std::string stem = escape_name((path.parent_path() / path.stem()).string());
  const std::string folder = escape_name((path.parent_path() / "").string());
  const bool dash = path.extension() == ".mpd";
  if (!dash && path.extension() != ".m3u8") return;
  for (const std::string& part : {dash ? folder + "init-stream%d.m4s" : stem + "%d.ts",
                                  dash ? folder + "chunk-stream%d-%d.m4s" : stem + "%d.m4s"}) {
    for (const std::string& file : NamePattern(part).existing()) sources.refuse(file);
  }
}

}  // namespace segme::cli
