// cli/common/replaceable: what may be written. A source never is, whatever name it is given; an output that is there
// already is replaced only when the user says so. Every sub-command asks here, before its work begins.
#pragma once

#include <string>

#include "base/sources.h"
#include "cli/common/pipeline_flags.h"

namespace segme::cli {

/// Adds a model: its file, or what lies in its folder, pictures excepted.
void add_model(Sources& sources, const std::string& model);

/// All files that the flags of a pipeline name: model, plate, background, what filters read.
Sources sources_of(const PipelineFlags& flags);

/// @throws Error(output) when `file` is a source ("-": standard output), or is there and may not be replaced.
void check_replaceable(const Sources& sources, const std::string& file, bool overwrite);

/// The same for a place that make_video_file() takes: a path with %%, numbered pictures, a playlist with its parts. A
/// URL may always be written.
void check_video_replaceable(const Sources& sources, const std::string& where, bool overwrite);

}  // namespace segme::cli
