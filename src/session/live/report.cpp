// session/live/report: see report.h.
#include "session/live/report.h"

#include <sys/resource.h>

#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>

#include "session/json_name.h"

namespace segme::session {
namespace {

constexpr double kRefreshMs = 1000;
constexpr double kShare = 0.95;

/// Processor seconds of this process so far.
double processor_seconds() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

/// Megabytes of this process in memory now.
double memory_megabytes() {
  std::ifstream file("/proc/self/statm");
  double all = 0, resident = 0;
  file >> all >> resident;
  return resident * 4096 / 1e6;
}

double one_frame(const VideoInfo& info) { return info.frame_rate.numerator > 0 ? 1000 / info.frame_rate.value() : 0; }

}  // namespace

void LiveReport::start() {
  watch_ = Stopwatch();
  cpu_before_ = processor_seconds();
}

void LiveReport::add(const LivePicture& picture) {
  const double delay =
      std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - picture.arrived).count();
  delay_.add(delay);
  work_.add(picture.work_ms);
  net_.add(picture.net_ms);
  if (picture.matte_number != picture.frame.number) ++stale_;
  if (delay_.count() == 100) memory_before_ = memory_megabytes();  // warm
  ++since_;
  delay_since_ += delay;
  net_since_ += picture.net_ms;
  refresh();
}

void LiveReport::refresh() {
  const double now = watch_.milliseconds();
  if (now - last_ < kRefreshMs) return;
  const auto count = static_cast<double>(since_);
  char text[128];
  std::snprintf(text, sizeof text, "%.1f/s  delay %.0f ms  net %.1f ms", count * 1000 / (now - last_),
                delay_since_ / count, net_since_ / count);
  line_ = text;
  last_ = now;
  since_ = 0;
  delay_since_ = net_since_ = 0;
}

void LiveReport::count(const Live& live) {
  dropped_ += live.dropped();
  empty_ += live.empty();
}

void LiveReport::recorded(const std::string& file, std::int64_t dropped) {
  record_ = file;
  lost_records_ = dropped;
}

double LiveReport::bound(const VideoInfo& info) const { return work_.most() + one_frame(info); }

double LiveReport::core_share() const { return (processor_seconds() - cpu_before_) / seconds(); }

std::string LiveReport::to_json(const Pipeline& pipeline, const VideoInfo& info) const {
  const double passed = seconds();
  nlohmann::ordered_json json;
  json["pictures"] = pictures();
  json["seconds"] = passed;
  json["rate"] = static_cast<double>(pictures()) / passed;
  json["width"] = info.width;
  json["height"] = info.height;
  json["left_out"] = dropped_;
  json["empty"] = empty_;
  json["with_older_matte"] = stale_;
  json["delay_ms"] = {
      {"mean", delay_.mean()}, {"p95", delay_.under(kShare)}, {"most", delay_.most()}, {"bound", bound(info)}};
  json["work_ms"] = {{"mean", work_.mean()}, {"p95", work_.under(kShare)}, {"most", work_.most()}};
  json["net_ms"] = {{"mean", net_.mean()}, {"p95", net_.under(kShare)}, {"most", net_.most()}};
  json["core_share"] = core_share();
  json["memory_growth_mb"] = pictures() > 100 ? memory_megabytes() - memory_before_ : 0.0;
  json["sleeps"] = sleeps_;
  if (!record_.empty()) {
    put_name(json["record"], "file", record_);
    json["record"]["left_out"] = lost_records_;
  }
  json["model"] = pipeline.segmenter().name();
  json["device"] = pipeline.segmenter().device();
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace segme::session
