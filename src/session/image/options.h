// session/image/options: a batch of pictures: what is read, how each is drawn, where results go, and what may be
// replaced.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/sources.h"
#include "recipe/recipe.h"
#include "session/image/framing.h"

namespace segme::session {

/// What is written of a picture.
enum class Drawn { matte, cutout, composite };

struct ImageOptions {
  std::vector<std::string> inputs;   ///< files, folders, patterns, "-"
  std::string output;                ///< a file, a folder, a pattern, "-", or "": the current folder
  int depth = 8;                     ///< bits of a matte
  std::string format;                ///< "png", where `output` says none
  std::optional<int> lossy_quality;  ///< 1..100; none: 92 where a format has loss only
  int compression = 3;
  int jobs = 0;  ///< pictures at the same time; 0: as many as cores where there are several
  bool dry_run = false;
  bool overwrite = false;
  bool skip_existing = false;
  std::string files_from;
  std::string watch;  ///< a folder whose pictures are done as they arrive
  bool null = false;  ///< NULs between the names of files_from

  Recipe recipe;  ///< of each picture; engine.threads 0: all, or 1 with several jobs
  Drawn drawn = Drawn::cutout;
  Framing::Options framing;
  Sources used;  ///< files that the recipe reads: never written to

  [[nodiscard]] bool matte() const { return drawn == Drawn::matte; }
  /// Whether the result has transparent places.
  [[nodiscard]] bool transparent() const { return drawn == Drawn::cutout; }
};

}  // namespace segme::session
