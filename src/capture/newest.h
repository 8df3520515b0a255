// capture/newest: makes a live source live. Reads another Capture on a thread of its own and hands out only the newest
// frame, so that a pipeline slower than the camera shows the present, not a growing past.
#pragma once

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
  /// Frames read from the source that were never handed out.
  [[nodiscard]] std::int64_t dropped() const { return mailbox_.replaced(); }

 private:
  void read_source();
  std::unique_ptr<Capture> source_;
  Mailbox<Frame> mailbox_;
  std::exception_ptr failure_;  // written before the mailbox closes, read after
  std::thread reader_;
};

}  // namespace segme
