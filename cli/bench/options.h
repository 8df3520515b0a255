// cli/bench/options: what `segme bench` can be told.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace segme::cli {

struct BenchOptions {
  std::vector<std::string> models;
  std::vector<std::string> engines{"auto"}, devices{"CPU"}, precisions{"fp32"};
  std::vector<int> threads{1};
  std::vector<std::string> size_texts;
  std::vector<std::pair<int, int>> sizes;  ///< of the frames, end to end; none: as they come
  std::string input;                       ///< a picture, a clip or a camera, end to end; "": the nets alone
  std::string refine = "largest_person,guided", render = "alpha", background = "blur";
  int rounds = 50;
  bool json = false, csv = false, markdown = false;
  bool start = false;  ///< start-up times, too
  bool overwrite = false;
  std::string baseline, output, trace;
  bool profile = false;
  std::string budget_text;
  double budget = 0;  ///< milliseconds a frame
  int top = 10;
  bool start_only = false;

  /// Whether whole frames are timed, not the nets alone.
  [[nodiscard]] bool end_to_end() const { return !input.empty() || !sizes.empty() || budget > 0; }
};

/// Reads the command line. False when it was --help, which is then printed. @throws Error(usage)
bool read_bench_options(int argc, char** argv, BenchOptions& options);

}  // namespace segme::cli
