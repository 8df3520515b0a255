// sink/reconnecting: an output that may go away for a while: a stream's server. What is shown meanwhile is dropped and
// counted; it is made again with growing pauses. No call takes longer than its deadline: who does the waiting asks
// late().
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "sink/sink.h"

namespace segme {

class Reconnecting final : public Sink {
 public:
  using Clock = std::chrono::steady_clock;
  using Milliseconds = std::chrono::milliseconds;
  /// Makes the output; its first picture is of this moment of the whole, and 0 for the output.
  using Make = std::function<std::unique_ptr<Sink>(double seconds)>;

  struct Patience {
    Milliseconds deadline{10000};  ///< of one call
    Milliseconds pause{1000};      ///< before the first try to come back; doubled for each further one
    Milliseconds longest{30000};   ///< pause
    /// Asked while a call lasts: true ends it, and the connection is lost. `leave` while it is being made, `leave_late`
    /// while something is written. Null: never.
    std::function<bool()> leave = nullptr;
    std::function<bool()> leave_late = nullptr;
    /// Told when the output has gone away (false) and when it is there again (true), on the thread that calls. Null:
    /// not.
    std::function<void(bool there)> tell = nullptr;
  };

  /// Makes it at once: @throws what `make` throws, for an address that was never right is to be said.
  Reconnecting(Make make, const Patience& patience);

  /// @throws only before anything has been written once: then the address is wrong.
  void show(const Image& picture, double seconds) override;
  void finish() override;

  /// For the output's waiting parts: true once the call under way (of this thread) is past its deadline, or to be left.
  static bool late();

  /// These may be asked from any thread.
  [[nodiscard]] bool connected() const { return connected_; }
  [[nodiscard]] std::int64_t written() const { return written_; }
  [[nodiscard]] std::int64_t dropped() const { return dropped_; }
  [[nodiscard]] int reconnects() const { return reconnects_; }

 private:
  bool come_back(double seconds);
  void lose();

  Make make_;
  Patience patience_;
  std::unique_ptr<Sink> sink_;
  double start_ = 0;
  bool proven_ = false;  // something was written once
  Milliseconds pause_;
  Clock::time_point next_try_;
  std::atomic<bool> connected_{true};
  std::atomic<std::int64_t> written_{0}, dropped_{0};
  std::atomic<int> reconnects_{0};
};

}  // namespace segme
