// capture/newest: makes a live source live. Opens and reads another Capture on a thread of its own and hands out only
// the newest frame, so that a pipeline slower than the camera shows the present, not a growing past.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <stop_token>

#include "base/aside.h"
#include "base/mailbox.h"
#include "capture/capture.h"

namespace segme {

class Newest final : public Capture {
 public:
  /// Opens the source. The token is asked to stop when nobody wants more: whatever waits then must end.
  using Open = std::function<std::unique_ptr<Capture>(const std::stop_token&)>;

  /// Starts reading `source` at once.
  explicit Newest(std::unique_ptr<Capture> source);
  /// Starts opening at once, and goes on to read. What `open` holds may live a little longer than this.
  explicit Newest(Open open);
  Newest(const Newest&) = delete;
  Newest& operator=(const Newest&) = delete;
  /// Asks the source to stop and waits for it; one that does not end in time is left to itself, see Aside.
  ~Newest() override;

  /// Waits at most `most` for the source to be open. @throws what opening it threw.
  bool opened_within(std::chrono::milliseconds most);
  /// Waits for a frame newer than the last; false after the source's last frame. What the source throws is thrown here,
  /// after the frames before it.
  bool next(Frame& frame) override;
  /// The same, but waits no longer than `most`: nothing when no frame came in that time.
  Taken next_for(Frame& frame, std::chrono::milliseconds most);
  /// The moment at which the source gave the frame that was handed out last.
  [[nodiscard]] std::chrono::steady_clock::time_point arrived() const { return taken_.arrived; }
  /// Frames read from the source that were never handed out.
  [[nodiscard]] std::int64_t dropped() const;

 private:
  struct Arrival {
    Frame frame;
    std::chrono::steady_clock::time_point arrived;
  };
  struct Reading;
  void rethrow();
  std::shared_ptr<Reading> reading_;  // the thread's as well: it may outlive this
  Arrival taken_;
  Aside reader_;
};

}  // namespace segme
