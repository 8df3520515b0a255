// capture/restarting: a source that may go away for a while: a network camera, a stream, a plug that sits loose. Opens
// it again, and gives up with what it said last when it does not come back in time.
#pragma once

#include <chrono>
#include <functional>
#include <memory>

#include "capture/capture.h"

namespace segme {

class Restarting final : public Capture {
 public:
  using Open = std::function<std::unique_ptr<Capture>()>;
  using Milliseconds = std::chrono::milliseconds;
  /// Opens at once: @throws what `open` throws, for a source that is not there from the start is a wrong name.
  /// `patience`: how long it may be away. `pause`: between two tries. `stop`: asked before each, ends the stream.
  Restarting(Open open, Milliseconds patience, Milliseconds pause, std::function<bool()> stop);

  bool next(Frame& frame) override;
  /// How often it came back.
  [[nodiscard]] int restarts() const { return restarts_; }

 private:
  bool come_back();
  Open open_;
  Milliseconds patience_, pause_;
  std::function<bool()> stop_;
  std::unique_ptr<Capture> source_;
  double last_ = 0, offset_ = 0;
  bool fresh_ = false;
  std::int64_t number_ = 0;
  int restarts_ = 0;
};

}  // namespace segme
