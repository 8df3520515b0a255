// train/progress_bar: redrawn at most five times a second.
#include "train/progress_bar.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "base/clock_text.h"

namespace segme::train {
namespace {

constexpr double kRedrawMs = 200;
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

ProgressBar::ProgressBar(bool wanted) : wanted_(wanted), terminal_(::isatty(STDERR_FILENO) == 1) {}

void ProgressBar::step(const Shown& shown) {
  ++count_;
  if (!wanted_) return;
  if (!terminal_) {
    if (count_ % kPlainSteps == 0) std::fprintf(stderr, "%s\n", progress_text(shown, false).c_str());
    return;
  }
  if (watch_.milliseconds() - last_drawn_ < kRedrawMs) return;
  last_drawn_ = watch_.milliseconds();
  std::fprintf(stderr, "\r\x1b[K%s", progress_text(shown, true).c_str());
}

void ProgressBar::clear() {
  if (wanted_ && terminal_) std::fputs("\r\x1b[K", stderr);
  last_drawn_ = -1e9;
}

}  // namespace segme::train
