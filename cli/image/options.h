// cli/image/options: what `segme image` can be told.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/common/pipeline_flags.h"
#include "cli/image/framing.h"

namespace segme::cli {

struct ImageCommandOptions : PipelineFlags {
  std::vector<std::string> inputs;
  std::string output;
  int depth = 8;
  std::string format;
  std::optional<int> lossy_quality;  ///< 1..100; none: 92 where a format has loss only
  int compression = 3;
  int jobs = 0;
  bool json = false;
  bool dry_run = false;
  bool overwrite = false;
  bool skip_existing = false;
  std::string files_from;
  std::string watch;  ///< a folder whose pictures are done as they arrive
  bool null = false;  ///< NULs between the names of files_from
  FramingOptions framing;

  /// Whether the result has transparent places.
  [[nodiscard]] bool transparent() const { return !framing.compare && PipelineFlags::transparent(); }

  /// "matte", "cutout" or "composite": the end of default names.
  [[nodiscard]] const char* result_word() const { return matte ? "matte" : transparent() ? "cutout" : "composite"; }
};

/// Reads the command line. Returns false when it was --help, which is then printed.
/// @throws Error(usage)
bool read_image_options(int argc, char** argv, ImageCommandOptions& options);

}  // namespace segme::cli
