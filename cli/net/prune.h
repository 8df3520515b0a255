// cli/net/prune: `segme net prune`: a net that has learnt, with fewer channels.
#pragma once

#include <cstdint>
#include <string>

namespace segme::cli {

struct PruneOptions {
  std::string from, output;
  double keep = 0;       ///< share of the channels; 0: as `mega_macs` says
  double mega_macs = 0;  ///< millions of multiply-accumulates for a picture
  bool overwrite = false;
};

/// @throws Error(usage), Error(model), Error(output)
void prune_file(const PruneOptions& options);

}  // namespace segme::cli
