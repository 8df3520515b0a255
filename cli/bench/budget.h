// cli/bench/budget: the best level and refiners that keep to so many milliseconds a frame on this machine.
#pragma once

#include "cli/bench/contender.h"
#include "cli/bench/options.h"

namespace segme::cli {

/// Measures from the best downwards, and prints each and what to type for the first that keeps to it: nine of ten
/// frames must. @throws Error(missing) when nothing does, with the nearest
void find_budget(const BenchOptions& options, const OpenClip& open_clip);

}  // namespace segme::cli
