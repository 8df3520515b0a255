// cli/live/report: figures of a live run: on the screen while it runs, one line or JSON at its end.
#pragma once

#include <chrono>
#include <string>

#include "base/stopwatch.h"
#include "capture/video_file.h"
#include "pipeline/live.h"
#include "session/delay_meter.h"

namespace segme::cli {

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
  /// To standard error.
  void print(const VideoInfo& info) const;
  /// To standard output.
  void print_json(const Pipeline& pipeline, const VideoInfo& info) const;

 private:
  void refresh();
  [[nodiscard]] double bound(const VideoInfo& info) const;

  Stopwatch watch_;
  session::DelayMeter delay_, work_, net_;
  std::int64_t sleeps_ = 0, dropped_ = 0, empty_ = 0, lost_records_ = 0, stale_ = 0;
  std::string record_;
  double cpu_before_ = 0, memory_before_ = 0;
  double last_ = 0;  // milliseconds at the last refresh
  std::int64_t since_ = 0;
  double delay_since_ = 0, net_since_ = 0;
  std::string line_ = "...";
};

}  // namespace segme::cli
