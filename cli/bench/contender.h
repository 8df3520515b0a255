// cli/bench/contender: one model under one setting, and the times it took; all of them run in turn, so that a busy or
// throttled machine slows all alike.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "cli/bench/frames.h"
#include "cli/bench/options.h"
#include "pipeline.h"
#include "session/timed_net.h"

namespace segme::cli {

/// What tells two contenders apart.
struct BenchSetting {
  std::string model, engine, device, precision;
  int threads = 1;
  int width = 0, height = 0;  ///< of the frames; 0: the net alone
};

struct Series {
  std::string name;  ///< "total", "net" ...
  std::vector<double> milliseconds;
};

struct Contender {
  BenchSetting setting;
  std::string what;                                ///< the model as it was typed
  std::string runs_on;                             ///< what really runs it, as its engine says
  std::vector<Series> series;                      ///< the first is the total
  double cold_ms = 0, warm_ms = 0, memory_mb = 0;  ///< of a start; 0: not measured
  session::TimedNet net;
  std::unique_ptr<Pipeline> pipeline;
  std::unique_ptr<Frames> frames;
  /// "portrait, OpenVINO 2026.4.1 CPU, int8, 1 thread, 1280x720": what really ran.
  [[nodiscard]] std::string text() const;
};

/// Every combination that the options ask for, warm. @throws Error(usage), Error(input), Error(model), Error(missing)
std::vector<Contender> make_contenders(const BenchOptions& options, const OpenClip& open_clip);

/// Runs each of them `rounds` times, in turn.
void run_in_turn(std::vector<Contender>& contenders, int rounds);

/// Starts this program anew for each, without and with a compiled model in its cache. @throws Error(missing)
void measure_starts(std::vector<Contender>& contenders, const BenchOptions& options);

/// One start and one frame, and the memory it took on standard output: what measure_starts() times.
int start_only(const BenchOptions& options);

}  // namespace segme::cli
