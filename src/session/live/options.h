// session/live/options: a live run: what is read, and where pictures go besides whoever looks.
#pragma once

#include <functional>
#include <string>

#include "base/sources.h"
#include "pipeline/live.h"
#include "recipe/recipe.h"
#include "session/live/source.h"

namespace segme::session {

struct LiveOptions {
  SourceOptions source;
  Sync sync = Sync::exact;
  std::string virtual_camera, record, encoder;  ///< "": none, and a fast encoder
  bool overwrite = false;
  double adapt = 0;          ///< milliseconds a frame that level and refiners are chosen for, as it runs; 0: they stay
  double seconds = 0;        ///< 0: until the end
  Recipe recipe;             ///< for the net alone: what is drawn comes from set_renderer() of the pipeline
  bool transparent = false;  ///< what is drawn has transparent places
  Sources used;              ///< files that the recipe and the backgrounds read: never written to
};

}  // namespace segme::session
