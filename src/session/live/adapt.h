// session/live/adapt: level and refiners change as a live run goes on, so that frames keep to the budget.
#pragma once

#include <memory>

#include "pipeline.h"
#include "recipe/recipe.h"
#include "session/levels.h"

namespace segme::session {

class LiveAdapt {
 public:
  /// `budget`: milliseconds a frame. With 0 it makes the pipeline that the recipe says, and note() does nothing.
  LiveAdapt(double budget, const Recipe& recipe);
  [[nodiscard]] Pipeline make_pipeline();
  /// Takes what a frame took; may change what the next one goes through. On the thread that processes frames.
  void note(Pipeline& pipeline, double milliseconds);

 private:
  [[nodiscard]] std::string refiners() const;

  Recipe recipe_;
  std::shared_ptr<LevelledSegmenter> segmenter_;
  Climber climber_;
};

}  // namespace segme::session
