// cli/live/report: see report.h.
#include "cli/live/report.h"

#include <string>

#include "cli/common/say.h"

namespace segme::cli {
namespace {

constexpr double kShare = 0.95;

}  // namespace

void print_report(const session::LiveReport& report, const VideoInfo& info) {
  const double passed = report.seconds();
  sayf(Level::info,
       "%lld pictures in %.1f s (%.1f a second), %lld frames left out; delay %.1f ms on average, 95 %% "
       "under %.1f, at most %.1f (longest work and one frame: %.1f); %.0f %% of one core",
       static_cast<long long>(report.pictures()), passed, static_cast<double>(report.pictures()) / passed,
       static_cast<long long>(report.left_out()), report.delay().mean(), report.delay().under(kShare),
       report.delay().most(), report.bound(info), 100 * report.core_share());
  if (!report.record().empty()) {
    const std::string without =
        report.lost_records() == 1 ? "1 picture" : std::to_string(report.lost_records()) + " pictures";
    say(Level::info, "'" + report.record() + "' is written" +
                         (report.lost_records() > 0 ? ", without " + without + " that it was too slow for." : "."));
  }
}

}  // namespace segme::cli
