// cli/image_options: what `segme image` can be told.
#pragma once

#include <string>
#include <vector>

#include "cli/method_options.h"
#include "render/renderer.h"

namespace segme::cli {

struct ImageCommandOptions {
  std::vector<std::string> inputs;
  std::string output;
  bool matte = false;
  int depth = 8;
  std::string background = "none";
  std::string fit = "fill";
  std::string model;
  std::string quality = "balanced";
  MethodOptions method;
  std::string refine = "largest_person,guided";
  std::string render;
  std::string format;
  int jpeg_quality = 92;
  int compression = 3;
  int threads = 0;
  int jobs = 0;
  std::string precision = "fp32";
  bool json = false;
  bool dry_run = false;
  bool overwrite = false;
  bool skip_existing = false;
  bool no_cache = false;
  std::string files_from;

  /// Whether the result has transparent places.
  [[nodiscard]] bool transparent() const {
    return !matte && draws_transparent(render, !background.empty() && background != "none");
  }
  /// "matte", "cutout" or "composite": the end of default names.
  [[nodiscard]] const char* result_word() const { return matte ? "matte" : transparent() ? "cutout" : "composite"; }
};

/// Reads the command line. Returns false when it was --help, which is then printed.
/// @throws Error(usage)
bool read_image_options(int argc, char** argv, ImageCommandOptions& options);

}  // namespace segme::cli
