// capture/newest: makes a live source live. Reads another Capture on a thread of its own and hands out only the newest
// frame, so that a pipeline slower than the camera shows the present, not a growing past.
#pragma once

#include <chrono>
#include <exception>
#include <memory>
#include <thread>

#include "base/mailbox.h"
#include "capture/capture.h"

namespace segme {

class Newest final : public Capture {
 public:
  /// Starts reading `source` at once.
  explicit Newest(std::unique_ptr<Capture> source);
  Newest(const Newest&) = delete;
  Newest& operator=(const Newest&) = delete;
  /// Waits until the source has finished the frame it is reading.
  ~Newest() override;

  /// Waits for a frame newer than the last; false after the source's last frame. What the source throws is thrown here,
  /// after the frames before it.
  bool next(Frame& frame) override;
  /// The same, but waits no longer than `most`: nothing when no frame came in that time.
  Taken next_for(Frame& frame, std::chrono::milliseconds most);
  /// The moment at which the source gave the frame that was handed out last.
  [[nodiscard]] std::chrono::steady_clock::time_point arrived() const { return taken_.arrived; }
  /// Frames read from the source that were never handed out.
  [[nodiscard]] std::int64_t dropped() const { return mailbox_.replaced(); }

 private:
  struct Arrival {
    Frame frame;
    std::chrono::steady_clock::time_point arrived;
  };
  void read_source();
  void rethrow();
  std::unique_ptr<Capture> source_;
  Mailbox<Arrival> mailbox_;
  Arrival taken_;
  std::exception_ptr failure_;  // written before the mailbox closes, read after
  std::thread reader_;
};

}  // namespace segme
