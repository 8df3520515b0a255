// cli/common/progress: a bar is redrawn at most ten times a second; events come at most twice a second. While a bar
// stands, activities are not shown beside it.
#include "cli/common/progress.h"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <utility>

#include "base/clock_text.h"
#include "cli/common/activity_line.h"

namespace segme::cli {
namespace {

constexpr double kRedrawMs = 100;
constexpr double kEventMs = 500;
constexpr std::size_t kWidth = 30;

std::atomic<ProgressKind> chosen{ProgressKind::automatic};

/// A terminal that knows no sequences says so with TERM=dumb.
bool can_redraw() {
  const char* term = std::getenv("TERM");
  return ::isatty(STDERR_FILENO) == 1 && term != nullptr && *term != '\0' && std::string_view(term) != "dumb";
}

bool shows_bar() { return chosen == ProgressKind::bar || (chosen == ProgressKind::automatic && can_redraw()); }

/// With one decimal and a point in every locale.
std::string tenths(double value) {
  const long long whole = static_cast<long long>(value * 10 + 0.5);
  return std::to_string(whole / 10) + "." + std::to_string(whole % 10);
}

}  // namespace

void choose_progress(ProgressKind kind) {
  chosen = kind;
  if (kind == ProgressKind::json) {
    tell_activities();
  } else if (shows_bar()) {
    show_activities();
  }
}

ProgressKind chosen_progress() { return chosen; }

Progress::Progress(std::size_t total, bool wanted, std::string unit)
    : total_(total), shown_(wanted && shows_bar()), events_(chosen == ProgressKind::json), unit_(std::move(unit)) {}

Progress::~Progress() { finish(); }

void Progress::clear() const {
  if (shown_) std::fputs("\r\x1b[K", stderr);
}

void Progress::finish() {
  clear();
  if (shown_) hold_activities(false);
  if (events_ && done_ > 0) tell("done");
  shown_ = events_ = false;
}

void Progress::step() {
  ++done_;
  const double since = watch_.milliseconds() - last_drawn_;
  if (shown_ && since >= kRedrawMs) draw();
  if (events_ && since >= kEventMs) {
    tell("progress");
    last_drawn_ = watch_.milliseconds();
  }
}

void Progress::say(Level level, const std::string& sentence) {
  clear();
  cli::say(level, sentence);
  if (shown_) draw();
}

void Progress::tell(const char* event) {
  const double seconds = watch_.milliseconds() / 1000;
  const double rate = static_cast<double>(done_) / std::max(seconds, 1e-3);
  std::string line = "{\"event\":\"" + std::string(event) + "\",\"done\":" + std::to_string(done_);
  if (total_ > 0) line += ",\"total\":" + std::to_string(total_);
  line += ",\"seconds\":" + tenths(seconds) + ",\"per_second\":" + tenths(rate);
  if (total_ > done_) line += ",\"seconds_left\":" + tenths(static_cast<double>(total_ - done_) / std::max(rate, 1e-3));
  tell_event(line + "}");
}

void Progress::draw() {
  if (last_drawn_ < 0) hold_activities(true);
  last_drawn_ = watch_.milliseconds();
  const double rate = static_cast<double>(done_) / std::max(last_drawn_ / 1000, 1e-3);
  if (total_ == 0) {
    std::fprintf(stderr, "\r\x1b[K%zu  %s%s", done_, tenths(rate).c_str(), unit_.c_str());
    return;
  }
  const std::size_t done = std::min(done_, total_);  // a total may be an estimate
  const std::size_t full = kWidth * done / total_;
  const std::string bar = std::string(full, '=') + std::string(kWidth - full, ' ');
  const double left = static_cast<double>(total_ - done) / std::max(rate, 1e-3);
  std::fprintf(stderr, "\r\x1b[K[%s] %zu/%zu  %s%s  %s left", bar.c_str(), done_, total_, tenths(rate).c_str(),
               unit_.c_str(), clock_text(left).c_str());
}

}  // namespace segme::cli
