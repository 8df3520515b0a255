// cli/live/adapt: `segme live --adapt 30fps`: level and refiners change as it runs, so that frames keep to the budget.
#pragma once

#include <memory>

#include "cli/live/options.h"
#include "pipeline.h"
#include "recipe/recipe.h"
#include "session/levels.h"

namespace segme::cli {

class LiveAdapt {
 public:
  /// Without --adapt it makes the pipeline that the recipe says, and note() does nothing.
  LiveAdapt(const LiveCommandOptions& options, const Recipe& recipe);
  [[nodiscard]] Pipeline make_pipeline();
  /// Takes what a frame took; may change what the next one goes through. On the thread that processes frames.
  void note(Pipeline& pipeline, double milliseconds);

 private:
  [[nodiscard]] std::string refiners() const;

  Recipe recipe_;
  std::shared_ptr<session::LevelledSegmenter> segmenter_;
  session::Climber climber_;
};

}  // namespace segme::cli
