// base/aside: work on a thread of its own that nobody has to wait for: it is asked to stop, and left to itself when it
// cannot, as a look-up of a name in a dead network cannot.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <stop_token>
#include <thread>

namespace segme {

class Aside {
 public:
  /// Throws nothing. What it holds goes when it has ended, which may be after the Aside.
  using Work = std::function<void(const std::stop_token& stop)>;
  static constexpr std::chrono::milliseconds kGrace{700};

  /// Begins at once. @throws Error(missing) when the system refuses another thread.
  explicit Aside(Work work);
  Aside(const Aside&) = delete;
  Aside& operator=(const Aside&) = delete;
  /// Asks to stop, unless it has ended, and waits no longer than kGrace.
  ~Aside();
  /// Whether it has ended, after waiting at most `most` for it.
  [[nodiscard]] bool done_within(std::chrono::milliseconds most) const;

 private:
  struct State;
  std::shared_ptr<State> state_;
  std::thread thread_;
};

}  // namespace segme
