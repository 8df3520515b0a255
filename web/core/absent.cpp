// web/core/absent: what takes the place of parts that a page and a phone do not have: files, and engines of our own.
// Each says so in one sentence. Browser and phone decode pictures and run nets; both reach the core through segme.h.
#include "base/error.h"
#include "recipe/background.h"
#include "recipe/models.h"
#include "recipe/recipe.h"

namespace segme {

std::unique_ptr<Background> open_background_file(const std::string& text, Fit, const Opening&) {
  if (text.front() == '#' || text.find_first_of("./") == std::string::npos) return nullptr;  // a colour
  throw Error(ExitCode::missing, "cannot read '" + text +
                                     "': this build reads no files. Give the pixels to segme_pipeline_set_background.");
}

std::unique_ptr<Segmenter> make_method(const Recipe&) {
  throw Error(ExitCode::missing, "segmenter",
              "this build has no engine. Make a segmenter with segme_segmenter_from_engine or "
              "segme_segmenter_from_callback, and a pipeline with segme_pipeline_new_with.");
}

std::unique_ptr<Engine> make_engine(const Model&, const EngineOptions&) {
  throw Error(ExitCode::missing, "engine",
              "this build has no engine. Make a segmenter with segme_segmenter_from_engine.");
}

std::vector<Model> list_models(std::vector<std::string>*) { return {}; }

std::vector<std::string> describe_engines() { return {}; }

}  // namespace segme
