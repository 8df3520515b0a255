// session/live/report: figures of a live run, while it runs and at its end.
#pragma once

#include <chrono>
#include <string>

#include "base/stopwatch.h"
#include "capture/video_file.h"
#include "pipeline/live.h"
#include "session/delay_meter.h"

namespace segme::session {

class LiveReport {
 public:
  void start();
  /// A picture has been shown, just now.
  void add(const LivePicture& picture);
  /// Adds what `live` left out, before it goes.
  void count(const Live& live);
  void sleeps() { ++sleeps_; }
  [[nodiscard]] bool slept() const { return sleeps_ > 0; }
  void recorded(const std::string& file, std::int64_t dropped);

  [[nodiscard]] double seconds() const { return watch_.milliseconds() / 1000; }
  [[nodiscard]] std::int64_t pictures() const { return delay_.count(); }
  /// "29.9/s  delay 21 ms  net 11 ms", of the last second; the same text until the next.
  [[nodiscard]] const std::string& line() const { return line_; }
  [[nodiscard]] const DelayMeter& delay() const { return delay_; }
  /// Of one core, since start().
  [[nodiscard]] double core_share() const;
  /// What the delay cannot exceed: the longest work on one picture, and one frame that may have come just after its
  /// start.
  [[nodiscard]] double bound(const VideoInfo& info) const;
  [[nodiscard]] std::int64_t left_out() const { return dropped_ + empty_; }
  /// The recording, "" where there is none, and how many pictures it was too slow for.
  [[nodiscard]] const std::string& record() const { return record_; }
  [[nodiscard]] std::int64_t lost_records() const { return lost_records_; }
  /// All of it, without an end of line.
  [[nodiscard]] std::string to_json(const Pipeline& pipeline, const VideoInfo& info) const;

 private:
  void refresh();

  Stopwatch watch_;
  DelayMeter delay_, work_, net_;
  std::int64_t sleeps_ = 0, dropped_ = 0, empty_ = 0, lost_records_ = 0, stale_ = 0;
  std::string record_;
  double cpu_before_ = 0, memory_before_ = 0;
  double last_ = 0;  // milliseconds at the last refresh
  std::int64_t since_ = 0;
  double delay_since_ = 0, net_since_ = 0;
  std::string line_ = "...";
};

}  // namespace segme::session
