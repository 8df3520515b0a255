// session/stream/options: inputs with something else behind the person, to servers and files at once.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/sources.h"
#include "recipe/recipe.h"
#include "session/live/source.h"
#include "sink/queued.h"

namespace segme::session {

struct StreamOptions {
  std::vector<std::string> inputs;   ///< one, or several that are tiled
  std::vector<std::string> outputs;  ///< URLs and files
  int width = 0, height = 0;         ///< of the outputs; 0: the input's
  double frame_rate = 0;             ///< 0: the input's
  std::string encoder;               ///< "": a fast one
  int bit_rate = 2500;               ///< kilobits a second, of URLs
  bool no_sound = false;
  bool loop = false;
  double patience = 30;                 ///< seconds that an input may be away
  double deadline = 10;                 ///< seconds that a server may take for anything
  WhenFull when_slow = WhenFull::drop;  ///< what happens when a file cannot be written fast enough
  double seconds = 0;                   ///< 0: until the end
  bool overwrite = false;

  Recipe recipe;             ///< of each input
  bool transparent = false;  ///< pictures have transparent places
  Sources used;              ///< files that the recipe reads: never written to

  /// Told when an input or a server went away (false) and when it is there again (true), on any thread. Null: not.
  std::function<void(const std::string& where, bool there)> tell = nullptr;
  FileRead read = nullptr;  ///< null: not
  /// Told the sentence of an output that is given up, while others go on. Null: not.
  std::function<void(const std::string& sentence)> lost = nullptr;
};

}  // namespace segme::session
