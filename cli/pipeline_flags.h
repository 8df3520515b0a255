// cli/pipeline_flags: the flags that every sub-command with a pipeline has: which net, what is refined, what is drawn.
#pragma once

#include <string>

#include "pipeline.h"

namespace CLI {
class App;
}

namespace segme::cli {

struct PipelineFlags {
  bool matte = false;
  std::string background = "none";
  std::string fit = "fill";
  std::string model;
  std::string quality = "balanced";
  std::string refine = "largest_person,guided";
  std::string render;
  int threads = 0;
  std::string precision = "fp32";
  bool no_cache = false;

  /// Whether the result has transparent places.
  [[nodiscard]] bool transparent() const {
    return !matte && (render.empty() ? background.empty() || background == "none" : render.starts_with("cutout"));
  }
};

/// Declares them. `backgrounds` says in --help what --background takes, `threads` what 0 threads are.
void declare_pipeline_flags(CLI::App& app, PipelineFlags& flags, const std::string& backgrounds,
                            const std::string& threads);

/// Combinations that mean nothing. @throws Error(usage)
void check_pipeline_flags(const PipelineFlags& flags);

/// For the Pipeline, which has no background yet: see set_background.
PipelineOptions pipeline_options(const PipelineFlags& flags, int threads);

/// Gives the pipeline what --background and --fit ask for. @throws Error(usage), Error(input)
void set_background(Pipeline& pipeline, const PipelineFlags& flags);

/// Prints the tables of refiners and renderers where "--help filters" was typed. True when it did.
bool print_filters_if_asked(int argc, char** argv);

}  // namespace segme::cli
