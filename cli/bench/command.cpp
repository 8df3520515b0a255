// segme bench: models against each other under every setting, in one run and in turn.
#include <cstdio>
#include <string>

#include "base/error.h"
#include "cli/bench/baseline.h"
#include "cli/bench/budget.h"
#include "cli/bench/clip.h"
#include "cli/bench/contender.h"
#include "cli/bench/fit.h"
#include "cli/bench/options.h"
#include "cli/bench/profile.h"
#include "cli/bench/report.h"
#include "cli/bench/trace.h"
#include "cli/bench/transfer.h"
#include "cli/command.h"
#include "cli/common/replaceable.h"

namespace segme::cli {
namespace {

/// The file of --trace is none of those that are read, and is not replaced unasked.
void check_trace(const BenchOptions& options) {
  if (options.trace.empty()) return;
  Sources sources;
  sources.add(options.input);
  sources.add(options.baseline);
  for (const std::string& model : options.models) add_model(sources, model);
  check_replaceable(sources, options.trace, options.overwrite);
}

int run_bench(int argc, char** argv) { return run_bench_with(argc, argv, nullptr); }

}  // namespace

int run_bench_with(int argc, char** argv, const OpenClip& open_clip) {
  const std::string first = argc > 1 ? argv[1] : "";
  if (first == "transfer") return run_bench_transfer(argc - 1, argv + 1);
  if (first == "fit") return run_bench_fit(argc - 1, argv + 1);
  BenchOptions options;
  if (!read_bench_options(argc, argv, options)) return 0;
  if (is_clip(options.input) && !open_clip) return bench_clip_command.run(argc, argv);
  if (options.start_only) return start_only(options);
  if (options.budget > 0) {
    find_budget(options, open_clip);
    return 0;
  }
  if (!options.baseline.empty()) check_baseline(options.baseline);
  check_trace(options);
  if (!options.trace.empty()) write_trace(options, open_clip);
  if (options.profile) {
    run_profile(options);
    return 0;
  }
  std::vector<Contender> contenders = make_contenders(options, open_clip);
  run_in_turn(contenders, options.rounds);
  if (options.start) measure_starts(contenders, options);
  if (options.json) {
    std::puts(report_json(contenders, options).c_str());
  } else {
    print_report(contenders, options);
  }
  if (!options.baseline.empty()) print_changes(contenders, options.baseline);
  return 0;
}

const Command bench_command{"bench", "times nets and whole frames, and says where the time goes", run_bench};

}  // namespace segme::cli
