// cli/bench/report: what the contenders took, in four forms.
#pragma once

#include <string>
#include <vector>

namespace segme::cli {

struct BenchOptions;
struct Contender;

struct Figures {
  double least = 0, median = 0, p90 = 0;
  double spread = 0;  ///< width of the middle half of the times, in parts of the median: what noise there is
};

/// Of one or more times in milliseconds.
Figures figures_of(const std::vector<double>& values);

/// Prints text, CSV or Markdown, as the options say.
void print_report(const std::vector<Contender>& contenders, const BenchOptions& options);

/// The whole report, which --baseline takes again.
std::string report_json(const std::vector<Contender>& contenders, const BenchOptions& options);

}  // namespace segme::cli
