// cli/common/progress: redrawn at most ten times a second.
#include "cli/common/progress.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <utility>

#include "base/clock_text.h"

namespace segme::cli {
namespace {

constexpr double kRedrawMs = 100;
constexpr std::size_t kWidth = 30;

}  // namespace

Progress::Progress(std::size_t total, bool wanted, std::string unit)
    : total_(total), shown_(wanted && ::isatty(STDERR_FILENO) == 1), unit_(std::move(unit)) {}

Progress::~Progress() { clear(); }

void Progress::clear() const {
  if (shown_) std::fputs("\r\x1b[K", stderr);
}

void Progress::finish() {
  clear();
  shown_ = false;
}

void Progress::step() {
  ++done_;
  if (shown_ && watch_.milliseconds() - last_drawn_ >= kRedrawMs) draw();
}

void Progress::say(const std::string& line) {
  clear();
  std::fprintf(stderr, "%s\n", line.c_str());
  if (shown_) draw();
}

void Progress::draw() {
  last_drawn_ = watch_.milliseconds();
  const double rate = static_cast<double>(done_) / std::max(last_drawn_ / 1000, 1e-3);
  if (total_ == 0) {
    std::fprintf(stderr, "\r\x1b[K%zu  %.1f%s", done_, rate, unit_.c_str());
    return;
  }
  const std::size_t done = std::min(done_, total_);  // a total may be an estimate
  const std::size_t full = kWidth * done / total_;
  const std::string bar = std::string(full, '=') + std::string(kWidth - full, ' ');
  const double left = static_cast<double>(total_ - done) / std::max(rate, 1e-3);
  std::fprintf(stderr, "\r\x1b[K[%s] %zu/%zu  %.1f%s  %s left", bar.c_str(), done_, total_, rate, unit_.c_str(),
               clock_text(left).c_str());
}

}  // namespace segme::cli
