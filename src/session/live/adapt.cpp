// session/live/adapt: see adapt.h.
#include "session/live/adapt.h"

#include "base/notice.h"
#include "recipe/make_segmenter.h"
#include "recipe/models.h"

namespace segme::session {
namespace {

constexpr std::size_t kStart = 3;  // balanced, with the quicker filter

}  // namespace

LiveAdapt::LiveAdapt(double budget, const Recipe& recipe) : recipe_(recipe), climber_(budget, levels().size(), kStart) {
  if (budget <= 0) return;
  segmenter_ = std::make_shared<LevelledSegmenter>([engine = recipe.engine](const Level& level) {
    return make_segmenter(find_model(level.quality, false), engine, false);
  });
  segmenter_->use(kStart);
}

std::string LiveAdapt::refiners() const { return "temporal," + levels()[climber_.level()].refine; }

Pipeline LiveAdapt::make_pipeline() {
  if (!segmenter_) return segme::make_pipeline(recipe_);
  recipe_.refine = refiners();
  return segme::make_pipeline(recipe_, segmenter_);
}

void LiveAdapt::note(Pipeline& pipeline, double milliseconds) {
  if (!segmenter_) return;
  const std::size_t before = climber_.level();
  const std::size_t now = climber_.next(milliseconds);
  if (now == before) return;
  segmenter_->use(now);
  pipeline.set_refiners(make_refiners(refiners()));
  notice("frames take " + std::string(now > before ? "too long: " : "little: ") + "the level is now " +
         levels()[now].quality + " with " + levels()[now].refine + ".");
}

}  // namespace segme::session
