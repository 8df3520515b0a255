// cli/common/activity_line: a thread that sleeps until something has lasted a second. It is started by the first
// activity and is never joined: the program ends without taking anything apart.
#include "cli/common/activity_line.h"

#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/activity.h"
#include "cli/common/say.h"

namespace segme::cli {
namespace {

using Clock = std::chrono::steady_clock;
constexpr auto kPatience = std::chrono::seconds(1);

struct Begun {
  std::string what;
  Clock::time_point since;
};

struct Line {
  std::mutex mutex;
  std::condition_variable changed;
  std::vector<Begun> begun;
  bool started = false, drawn = false, held = false;
};

Line& line() {
  static Line& made = *new Line;  // outlives the thread
  return made;
}

void erase(Line& all) {
  if (all.drawn) std::fputs("\r\x1b[K", stderr);
  all.drawn = false;
}

void watch() {
  Line& all = line();
  std::unique_lock lock(all.mutex);
  for (;;) {
    if (all.begun.empty()) {
      all.changed.wait(lock);
      continue;
    }
    const Begun& last = all.begun.back();
    const auto lasted = std::chrono::duration_cast<std::chrono::seconds>(Clock::now() - last.since);
    if (lasted >= kPatience && !all.held) {
      std::fprintf(stderr, "\r\x1b[K%s: %lld s", last.what.c_str(), static_cast<long long>(lasted.count()));
      all.drawn = true;
    }
    all.changed.wait_until(lock, last.since + lasted + kPatience);
  }
}

void draw_activity(const std::string& what, double seconds) {
  Line& all = line();
  const std::lock_guard lock(all.mutex);
  if (seconds < 0) {
    all.begun.push_back({what, Clock::now()});
    if (!all.started) std::thread(watch).detach();
    all.started = true;
  } else {
    for (auto at = all.begun.begin(); at != all.begun.end(); ++at) {
      if (at->what != what) continue;
      all.begun.erase(at);
      break;
    }
    erase(all);
  }
  all.changed.notify_one();
}

void tell_activity(const std::string& what, double seconds) {
  if (seconds < 0) {
    tell_event("{\"event\":\"begin\",\"what\":" + json_text(what) + "}");
    return;
  }
  const auto milliseconds = static_cast<long long>(seconds * 1000 + 0.5);
  const std::string part = std::to_string(1000 + milliseconds % 1000).substr(1);
  tell_event("{\"event\":\"end\",\"what\":" + json_text(what) + ",\"seconds\":" + std::to_string(milliseconds / 1000) +
             "." + part + "}");
}

}  // namespace

void show_activities() { listen_to_activities(draw_activity); }

void tell_activities() { listen_to_activities(tell_activity); }

void hold_activities(bool held) {
  Line& all = line();
  const std::lock_guard lock(all.mutex);
  all.held = held;
  erase(all);
}

}  // namespace segme::cli
