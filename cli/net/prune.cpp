// cli/net/prune: see prune.h.
#include "cli/net/prune.h"

#include <cmath>
#include <cstdio>
#include <filesystem>

#include "base/error.h"
#include "cli/common/replaceable.h"
#include "cli/export/place.h"
#include "cli/export/trained.h"
#include "net/count.h"
#include "net/prune.h"
#include "net/safetensors.h"

namespace segme::cli {
namespace {

constexpr double kMillion = 1e6;

/// Only files of runs have norms, which keep what the whole net knows of its channels.
void check_kinds(const PruneOptions& options, const std::filesystem::path& from) {
  if (from.extension() == ".onnx") {
    throw Error(ExitCode::usage, "cannot prune '" + from.string() +
                                     "': its norms are folded into its convolutions, and the pruned net would learn "
                                     "badly without them. Make them again with a run of one step ('segme train NET "
                                     "--start " +
                                     from.string() + " --steps 1 --data SET -o DIR') and prune that run.");
  }
  if (std::filesystem::path(options.output).extension() != ".safetensors") {
    throw Error(ExitCode::usage,
                "cannot write a pruned net as '" + options.output + "'. Give a name that ends in .safetensors.");
  }
}

}  // namespace

void prune_file(const PruneOptions& options) {
  if (options.keep == 0 && options.mega_macs == 0) {
    throw Error(ExitCode::usage,
                "how much of the net should stay? Give --keep 0.75 (of its channels) or --macs 80 (millions).");
  }
  const std::filesystem::path from = exported_file(options.from);
  check_kinds(options, from);
  Sources sources;
  sources.add(from.string());
  check_replaceable(sources, options.output, options.overwrite);
  const Trained whole = read_trained({"prune", options.from, "", 0});
  const net::Pruned pruned =
      options.keep > 0 ? net::prune(whole.graph, whole.weights, options.keep)
                       : net::prune_to(whole.graph, whole.weights, std::llround(options.mega_macs * kMillion));
  const net::Cost before = net::count(whole.graph);
  const net::Cost after = net::count(pruned.graph);
  if (after.parameters == before.parameters) {
    throw Error(ExitCode::usage, "nothing to prune in '" + from.string() +
                                     "': so much of it may stay that every channel does. Give a smaller share.");
  }
  const std::string side = std::to_string(whole.size);
  net::write_safetensors(options.output, pruned.weights, {{"net", whole.graph.name}, {"size", side}});
  std::printf("%s: net %s at %s, %lld of %lld parameters, %.1f of %.1f million multiply-accumulates (%.0f %%)\n",
              options.output.c_str(), whole.graph.name.c_str(), side.c_str(),
              static_cast<long long>(after.parameters_folded), static_cast<long long>(before.parameters_folded),
              static_cast<double>(after.macs) / kMillion, static_cast<double>(before.macs) / kMillion,
              100 * static_cast<double>(after.macs) / static_cast<double>(before.macs));
  std::printf("teach it on: segme train %s --start %s --size %s --data SET -o DIR\n", whole.graph.name.c_str(),
              options.output.c_str(), side.c_str());
}

}  // namespace segme::cli
