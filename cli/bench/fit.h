// cli/bench/fit: `segme bench fit`: measures the nets of the catalogue here, and keeps what 'segme net' estimates with.
#pragma once

#include <optional>

#include "net/latency.h"

namespace segme::cli {

struct FittedPrices {
  net::Prices prices{};
  double mean_error = 0, worst_error = 0;  ///< of nets that were left out of the fit, in parts of what was measured
};

/// What was fitted on this machine; nothing where none was, or the file is of another machine or cannot be read.
std::optional<FittedPrices> fitted_here();

/// argv as of a Command.
int run_bench_fit(int argc, char** argv);

}  // namespace segme::cli
