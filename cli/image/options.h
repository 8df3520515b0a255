// cli/image/options: what `segme image` can be told.
#pragma once

#include "cli/common/pipeline_flags.h"
#include "cli/image/framing.h"
#include "session/image/options.h"

namespace segme::cli {

struct ImageCommandOptions : session::ImageOptions {
  PipelineFlags flags;
  FramingOptions placing;
  bool json = false;
};

/// Reads the command line. Returns false when it was --help, which is then printed.
/// @throws Error(usage)
bool read_image_options(int argc, char** argv, ImageCommandOptions& options);

}  // namespace segme::cli
