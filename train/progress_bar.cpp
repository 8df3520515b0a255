// train/progress_bar: redrawn at most five times a second; events come at most twice a second.
#include "train/progress_bar.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "base/clock_text.h"
#include "cli/common/progress.h"
#include "cli/common/say.h"

namespace segme::train {
namespace {

using cli::ProgressKind;

constexpr double kRedrawMs = 200;
constexpr double kEventMs = 500;
constexpr std::int64_t kPlainSteps = 50;
constexpr int kBar = 24;

}  // namespace

std::string progress_text(const Shown& shown, bool bar) {
  char text[256];
  std::string line;
  if (bar) {
    const auto full = static_cast<std::size_t>(std::clamp(shown.progress, 0.0, 1.0) * kBar);
    line = "[" + std::string(full, '=') + std::string(kBar - full, ' ') + "] ";
  }
  std::snprintf(text, sizeof text, "step %lld  %.0f %%  %.1f min  loss %.4f  rate %.2e  %.1f pictures/s  %s left",
                static_cast<long long>(shown.step), shown.progress * 100, shown.elapsed_seconds / 60, shown.loss,
                shown.rate, shown.pictures_per_second, clock_text(shown.seconds_left).c_str());
  return line + text;
}

std::string progress_event(const Shown& shown) {
  const nlohmann::ordered_json event{{"event", "progress"},
                                     {"done", shown.step},
                                     {"part", shown.progress},
                                     {"seconds", shown.elapsed_seconds},
                                     {"pictures_per_second", shown.pictures_per_second},
                                     {"seconds_left", shown.seconds_left},
                                     {"loss", shown.loss},
                                     {"rate", shown.rate}};
  return event.dump();
}

ProgressBar::ProgressBar(bool wanted) {
  const ProgressKind kind = cli::chosen_progress();
  const bool terminal = ::isatty(STDERR_FILENO) == 1;
  bar_ = wanted && (kind == ProgressKind::bar || (kind == ProgressKind::automatic && terminal));
  lines_ = wanted && kind == ProgressKind::automatic && !terminal;
  events_ = wanted && kind == ProgressKind::json;
}

void ProgressBar::step(const Shown& shown) {
  ++count_;
  if (lines_ && count_ % kPlainSteps == 0) std::fprintf(stderr, "%s\n", progress_text(shown, false).c_str());
  if ((!bar_ && !events_) || watch_.milliseconds() - last_drawn_ < (events_ ? kEventMs : kRedrawMs)) return;
  last_drawn_ = watch_.milliseconds();
  if (events_) {
    cli::tell_event(progress_event(shown));
  } else {
    std::fprintf(stderr, "\r\x1b[K%s", progress_text(shown, true).c_str());
  }
}

void ProgressBar::clear() {
  if (bar_) std::fputs("\r\x1b[K", stderr);
  last_drawn_ = -1e9;
}

}  // namespace segme::train
