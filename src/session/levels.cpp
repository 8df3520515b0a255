// session/levels: see levels.h.
#include "session/levels.h"

#include <algorithm>
#include <cstdlib>

#include "base/error.h"

namespace segme::session {
namespace {

constexpr std::size_t kFewFrames = 20, kManyFrames = 100, kLongAgo = 1000;

/// Fitted at 320 pixels the guided filter costs half and is as good to 0.1 points of IoU.
const Level kLevels[] = {
    {"accurate", "largest_person,guided"},
    {"accurate", "largest_person,guided:size=320"},
    {"balanced", "largest_person,guided"},
    {"balanced", "largest_person,guided:size=320"},
    {"fast", "largest_person,guided"},
    {"fast", "largest_person,guided:size=320"},
    {"fast", "largest_person"},
};

}  // namespace

std::span<const Level> levels() { return kLevels; }

double read_budget(const std::string& text) {
  char* end = nullptr;
  const double number = std::strtod(text.c_str(), &end);
  const std::string unit = end;
  double milliseconds = 0;
  if (unit.empty() || unit == "ms") milliseconds = number;
  if (unit == "s") milliseconds = number * 1000;
  if (unit == "fps" && number > 0) milliseconds = 1000 / number;
  if (end == text.c_str() || !(milliseconds >= 0.1 && milliseconds <= 60'000))
    throw Error(ExitCode::usage, "a budget of '" + text + "' is none: give it as 33ms or 30fps, 0.1 ms to a minute.");
  return milliseconds;
}

void LevelledSegmenter::use(std::size_t level) {
  SEGME_CHECK(level < made_.size());
  if (!made_[level]) {
    // Levels that differ by their refiners share the net.
    for (std::size_t i = 0; i < made_.size(); ++i) {
      if (made_[i] && levels()[i].quality == levels()[level].quality) made_[level] = made_[i];
    }
  }
  if (!made_[level]) made_[level] = make_(levels()[level]);
  level_ = level;
}

std::size_t Climber::move_to(std::size_t level) {
  recent_.clear();
  level_ = level;
  return level;
}

std::size_t Climber::next(double milliseconds) {
  ++frame_;
  recent_.push_back(milliseconds);
  if (recent_.size() > kManyFrames) recent_.pop_front();
  if (recent_.size() < kFewFrames) return level_;
  const auto late = std::count_if(recent_.end() - kFewFrames, recent_.end(), [&](double ms) { return ms > budget_; });
  if (late * 10 > static_cast<std::ptrdiff_t>(kFewFrames)) {
    last_failed_[level_] = frame_;
    return move_to(std::min(level_ + 1, count_ - 1));
  }
  if (recent_.size() < kManyFrames || level_ == 0) return level_;
  const bool easy = *std::max_element(recent_.begin(), recent_.end()) < budget_ / 2;
  const std::size_t failed = last_failed_[level_ - 1];
  if (easy && (failed == 0 || frame_ - failed > kLongAgo)) return move_to(level_ - 1);
  return level_;
}

}  // namespace segme::session
