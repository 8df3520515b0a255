// cli/bench/trace: every stage of every frame, and every layer within the net, as a trace that Chrome
// (chrome://tracing) and Perfetto show.
#pragma once

#include "cli/bench/contender.h"
#include "cli/bench/options.h"

namespace segme::cli {

/// Runs whole frames of the first model under the first setting and writes the file. @throws Error(output) and what
/// make_contenders() throws
void write_trace(const BenchOptions& wanted, const OpenClip& open_clip);

}  // namespace segme::cli
