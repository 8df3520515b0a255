// cli/common/pipeline_flags: the flags that every sub-command with a pipeline has: which net, what is refined, what is
// drawn.
#pragma once

#include <string>

#include "cli/common/method_options.h"
#include "pipeline.h"
#include "recipe/recipe.h"
#include "render/renderer.h"

namespace CLI {
class App;
}

namespace segme::cli {

/// Refiners of moving pictures: models fitted at 320 pixels instead of 512 cost half and are as good to 0.1 points. The
/// second temporal takes out what the camera's noise does to the edges.
inline constexpr const char* kMovingRefine = "temporal,largest_person,guided:size=320,temporal:motion=still,patience=4";

/// "center" -> "centre", for options that have that value; others stay as they are.
std::string british(std::string value);

struct PipelineFlags {
  bool matte = false;
  std::string background = "none";
  std::string fit = "fill";
  std::string model;
  std::string quality = "balanced";
  MethodOptions method;
  std::string refine = "largest_person,guided";
  std::string render;
  std::string shadow;
  std::string outline;
  int threads = 0;
  std::string precision = "fp32";
  std::string engine = "auto", device = "CPU";
  bool no_cache = false;

  /// Whether the result has transparent places.
  [[nodiscard]] bool transparent() const {
    return !matte && draws_transparent(chain(), !background.empty() && background != "none");
  }
  /// The renderers in order: --render, then --shadow and --outline.
  [[nodiscard]] std::string chain() const;
  /// The part of it that --shadow and --outline are.
  [[nodiscard]] std::string effects() const;
};

/// Declares them. `backgrounds` says in --help what --background takes, `threads` what 0 threads are.
void declare_pipeline_flags(CLI::App& app, PipelineFlags& flags, const std::string& backgrounds,
                            const std::string& threads);

/// Combinations that mean nothing. @throws Error(usage)
void check_pipeline_flags(const PipelineFlags& flags);

/// For the Pipeline. `still`: pictures that have nothing to do with each other, see apply_method and
/// Recipe. @throws Error(usage)
Recipe recipe_of(const PipelineFlags& flags, int threads, bool still = false);

/// Prints the tables of refiners, backgrounds, renderers and methods where "--help filters" was typed. True when it
/// did.
bool print_filters_if_asked(int argc, char** argv);

}  // namespace segme::cli
