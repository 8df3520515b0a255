// cli/eval/options: what `segme eval` can be told, and which pictures that means.
#pragma once

#include <string>
#include <vector>

#include "eval/sets.h"
#include "pipeline.h"
#include "recipe/recipe.h"

namespace CLI {
class App;
}

namespace segme::cli {

struct EvalOptions {
  std::vector<std::string> models;
  std::string set, images, masks, data, split = "val", group, csv, background_only, worst, peers;
  std::string refine = Recipe{}.refine;
  std::string precision = "fp32", metrics = "basic";
  int jobs = 0;
  int threads = 1;
  int worst_count = 12;
  bool json = false;
  bool overwrite = false;
  bool video = false;
};

/// Flags and their help. The positional arguments are models and, where --images says so, a SET after them; call
/// find_set() once they are read.
void declare_eval(CLI::App& app, EvalOptions& options);

/// Takes the SET off the end of options.models: the last of several where --images lies in it or nowhere else.
void find_set(EvalOptions& options);

/// The labelled pictures; none where only --background-only is given. @throws Error(usage), Error(input)
std::vector<eval::Sample> read_set(const EvalOptions& options);

/// The pictures of --background-only. @throws Error(input) for a folder without pictures.
std::vector<eval::Sample> read_backgrounds(const std::string& folder);

}  // namespace segme::cli
