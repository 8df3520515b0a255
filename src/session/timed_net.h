// session/timed_net: nets alone against each other, in one run and in turn (A B A B ...), so that a busy or throttled
// machine slows all of them alike.
#pragma once

#include <memory>
#include <vector>

#include "infer/engine.h"

namespace segme::session {

struct TimedNet {
  struct Part {
    std::unique_ptr<Engine> engine;
    int runs = 1;  ///< a picture takes: two where the mirrored one is asked about, too
  };
  std::vector<Part> parts;           ///< the model's own engine, and that of the model that is asked beside it
  std::vector<double> milliseconds;  ///< of each picture that counts
};

/// A net that has run a few times on noise: the first runs allocate and fill caches. `still`: see make_segmenter.
/// @throws Error(model), Error(missing)
TimedNet warm_net(const Model& model, const EngineOptions& options, bool still);

/// Runs all of them `rounds` times, one after the other.
void run_in_turn(const std::vector<TimedNet*>& nets, int rounds);

}  // namespace segme::session
