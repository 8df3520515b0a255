// session/levels: the ladder from the best pictures to the fastest: nets and refiners that go together. `bench
// --budget` looks for the highest rung that keeps to a budget, `live --adapt` climbs it up and down as it runs.
#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "infer/segmenter.h"

namespace segme::session {

struct Level {
  std::string quality, refine;  ///< as Recipe has them
};

/// The best first. Refiners are those of moving pictures.
std::span<const Level> levels();

/// Milliseconds a frame of "33ms", "33", "0.033s" or "30fps". @throws Error(usage)
double read_budget(const std::string& text);

/// Finds people with the net of one level or another. A net is made when its level is first used.
class LevelledSegmenter final : public Segmenter {
 public:
  using Make = std::function<std::unique_ptr<Segmenter>(const Level& level)>;
  explicit LevelledSegmenter(Make make) : make_(std::move(make)), made_(levels().size()) {}
  /// From the next frame on. Not during segment(). @throws what `make` throws
  void use(std::size_t level);

  void segment(const Frame& frame, Matte& matte) override { current().segment(frame, matte); }
  void reset() override { current().reset(); }
  [[nodiscard]] std::string name() const override { return made_[level_]->name(); }
  [[nodiscard]] std::string device() const override { return made_[level_]->device(); }
  [[nodiscard]] SegmentTimes times() const override { return made_[level_]->times(); }

 private:
  Segmenter& current() { return *made_[level_]; }
  Make make_;
  std::vector<std::shared_ptr<Segmenter>> made_;
  std::size_t level_ = 0;
};

/// Decides from what frames took which level keeps to the budget.
class Climber {
 public:
  /// `budget`: milliseconds a frame. Starts at level `start` of `count`.
  Climber(double budget, std::size_t count, std::size_t start)
      : budget_(budget), count_(count), level_(start), last_failed_(count) {}
  /// Takes what one frame took. The level for the next: lower when of the last 20 frames a tenth was late, higher when
  /// all of the last 100 took less than half of the budget and the one above has not failed within 1000 frames.
  std::size_t next(double milliseconds);
  [[nodiscard]] std::size_t level() const noexcept { return level_; }

 private:
  std::size_t move_to(std::size_t level);
  double budget_;
  std::size_t count_, level_;
  std::vector<std::size_t> last_failed_;  // number of the frame, 0: never
  std::size_t frame_ = 0;
  std::deque<double> recent_;
};

}  // namespace segme::session
