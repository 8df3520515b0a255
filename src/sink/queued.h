// sink/queued: another sink on a thread of its own, behind a short queue, so that a slow disk or peer does not hold up
// what the others are shown. What happens when the queue is full is said when it is made.
#pragma once

#include <condition_variable>
#include <exception>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "sink/sink.h"

namespace segme {

enum class WhenFull { wait, drop };

class Queued final : public Sink {
 public:
  /// `room` >= 1: pictures that may wait. drop: the newest picture is left out, and counted; wait: show() waits.
  Queued(std::unique_ptr<Sink> sink, std::size_t room, WhenFull when_full);
  Queued(const Queued&) = delete;
  Queued& operator=(const Queued&) = delete;
  /// Drops what still waits; finish() before it writes all.
  ~Queued() override;

  /// @throws what the sink threw for an earlier picture; the sink is not asked again after that.
  void show(const Image& picture, double seconds) override;
  /// Waits until all is written, then finishes the sink. @throws what the sink throws.
  void finish() override;
  /// Pictures left out because the queue was full.
  [[nodiscard]] std::int64_t dropped() const;

 private:
  struct Entry {
    Image picture;
    double seconds = 0;
  };
  void work();
  bool take(Entry& entry);
  void rethrow();

  std::unique_ptr<Sink> sink_;
  WhenFull when_full_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Entry> ring_;
  std::size_t first_ = 0, count_ = 0;
  std::int64_t dropped_ = 0;
  bool closed_ = false;
  bool failed_ = false;
  std::exception_ptr failure_;
  std::thread writer_;
};

}  // namespace segme
