// capture/paced: makes a file behave like a camera: each frame comes at its own time, and again from the start where
// that is wanted.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <stop_token>

#include "base/sleeper.h"
#include "capture/capture.h"

namespace segme {

class Paced final : public Capture {
 public:
  using Open = std::function<std::unique_ptr<Capture>()>;
  /// `open` opens the source; it is called once, and again at each end when `loops`. `stop` ends the stream.
  Paced(Open open, bool loops, std::stop_token stop = {});

  /// Waits until the frame is due. Times go on over a new start, as a camera's do. A source that is slower than its own
  /// times is not hurried: frames come as they are read.
  bool next(Frame& frame) override;

 private:
  using Clock = std::chrono::steady_clock;
  Open open_;
  bool loops_;
  std::stop_token stop_;
  Sleeper sleeper_;
  std::unique_ptr<Capture> source_;
  bool started_ = false;
  Clock::time_point start_;
  double offset_ = 0;  // seconds that earlier rounds took
  double last_ = 0, step_ = 0;
  std::int64_t number_ = 0;
  std::int64_t in_round_ = 0;
};

}  // namespace segme
