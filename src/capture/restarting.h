// capture/restarting: a source that may go away for a while: a network camera, a stream, a plug that sits loose. Opens
// it again, and gives up with what it said last when it does not come back in time.
#pragma once

#include <chrono>
#include <exception>
#include <functional>
#include <memory>
#include <stop_token>

#include "base/sleeper.h"
#include "capture/capture.h"

namespace segme {

class Restarting final : public Capture {
 public:
  using Open = std::function<std::unique_ptr<Capture>()>;
  using Milliseconds = std::chrono::milliseconds;

  struct Patience {
    Milliseconds away{0};     ///< how long it may be away
    Milliseconds pause{500};  ///< between two tries
    /// Asked when a source ends without a fault: may it come back, as a camera may and a film may not? Null: no.
    std::function<bool()> endless = nullptr;
    /// Told when it has gone away (false), where it may, and when it is there again (true). Null: not.
    std::function<void(bool there)> tell = nullptr;
  };

  /// Opens at once: @throws what `open` throws, for a source that is not there from the start is a wrong name.
  /// `stop` ends the stream, also while it waits.
  Restarting(Open open, Patience patience, std::stop_token stop = {});

  /// False as well when a source that ended without a fault did not come back in time.
  bool next(Frame& frame) override;
  /// How often it came back.
  [[nodiscard]] int restarts() const { return restarts_; }

 private:
  enum class Got { frame, end, fault };
  Got try_next(Frame& frame);
  Open open_;
  Patience patience_;
  std::stop_token stop_;
  Sleeper sleeper_;
  std::unique_ptr<Capture> source_;
  std::exception_ptr fault_;  // why it went away, or why it could not be opened again
  bool ended_ = false;        // it went away without a fault
  bool told_ = false;         // that it has gone away
  double last_ = 0, offset_ = 0;
  bool fresh_ = false;
  std::int64_t number_ = 0;
  int restarts_ = 0;
};

}  // namespace segme
