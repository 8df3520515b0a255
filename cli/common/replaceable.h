// cli/common/replaceable: the files that flags name, none of which is ever written to. Every sub-command asks
// check_replaceable() before its work begins.
#pragma once

#include <string>

#include "base/sources.h"
#include "cli/common/pipeline_flags.h"
#include "session/replaceable.h"

namespace segme::cli {

using session::check_replaceable;
using session::check_video_replaceable;

/// Adds a model: its file, or what lies in its folder, pictures excepted.
void add_model(Sources& sources, const std::string& model);

/// All files that the flags of a pipeline name: model, plate, background, what filters read.
Sources sources_of(const PipelineFlags& flags);

}  // namespace segme::cli
