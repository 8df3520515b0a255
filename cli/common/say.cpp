// cli/common/say: lines are written whole, with one call each, so that those of several threads and processes do not
// mix.
#include "cli/common/say.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <fstream>
#include <mutex>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/redact.h"
#include "cli/common/with_flags.h"
#include "cli/language/catalogue.h"

namespace segme::cli {
namespace {

constexpr std::array<const char*, 4> kNames = {"error", "warning", "info", "debug"};

struct State {
  std::mutex mutex;
  Saying saying;
  int log = -1;
};

State& state() {
  static State made;
  return made;
}

const char* name_of(Level level) { return kNames[static_cast<std::size_t>(level)]; }

/// "2026-01-31T12:00:00Z": in UTC, so that logs of several machines can be put together.
std::string now_text() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  ::gmtime_r(&now, &parts);
  std::array<char, 32> text{};
  std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text.data();
}

/// A file that is empty, or whose first line begins with a time.
bool is_log(const std::string& file) {
  std::ifstream stream(file, std::ios::binary);
  std::string begin(now_text().size(), '\0');
  stream.read(begin.data(), static_cast<std::streamsize>(begin.size()));
  if (stream.gcount() == 0) return true;
  return begin[4] == '-' && begin[10] == 'T' && begin.back() == 'Z';
}

void write_whole(int file, const std::string& line) {
  for (std::size_t done = 0; done < line.size();) {
    const ssize_t wrote = ::write(file, line.data() + done, line.size() - done);
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote <= 0) return;  // a log that cannot be written any more does not stop the work
    done += static_cast<std::size_t>(wrote);
  }
}

int open_log(const std::string& file) {
  if (!is_log(file)) {
    throw Error(ExitCode::output, "cannot log to '" + file + "': it exists and is not a log. Choose another file.");
  }
  constexpr int kMode = 0644;
  const int log = ::open(file.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, kMode);
  if (log < 0) {
    throw Error(ExitCode::output,
                "cannot log to '" + file + "': " + std::strerror(errno) + ". Choose a file that can be written.");
  }
  return log;
}

}  // namespace

std::string json_text(const std::string& text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

void set_saying(const Saying& saying) {
  State& all = state();
  const std::lock_guard lock(all.mutex);
  const int log = saying.log_file.empty() ? -1 : open_log(saying.log_file);
  if (all.log >= 0) ::close(all.log);
  all.log = log;
  all.saying = saying;
}

bool is_wanted(Level level) {
  State& all = state();
  const std::lock_guard lock(all.mutex);
  return level <= all.saying.shown || all.log >= 0;
}

void say(Level level, const std::string& said) {
  const std::string sentence = with_flags(without_secrets(said));
  State& all = state();
  const std::lock_guard lock(all.mutex);
  if (all.log >= 0) write_whole(all.log, now_text() + " " + name_of(level) + " " + sentence + "\n");
  if (level > all.saying.shown) return;
  const std::string line = all.saying.json ? R"({"event":"message","level":")" + std::string(name_of(level)) +
                                                 R"(","text":)" + json_text(sentence) + "}\n"
                                           : "segme: " + translated(sentence) + "\n";
  std::fwrite(line.data(), 1, line.size(), stderr);
}

void sayf(Level level, const char* format, ...) {
  std::va_list values, again;
  va_start(values, format);
  va_copy(again, values);
  const int length = std::vsnprintf(nullptr, 0, format, values);
  std::string text(static_cast<std::size_t>(std::max(0, length)) + 1, '\0');
  std::vsnprintf(text.data(), text.size(), format, again);
  va_end(again);
  va_end(values);
  text.pop_back();
  say(level, text);
}

void say_there(const std::string& where, bool there) {
  say(Level::warning, there ? "'" + where + "' is there again." : "'" + where + "' went away; it is tried again.");
}

void tell_event(const std::string& json) {
  State& all = state();
  const std::lock_guard lock(all.mutex);
  if (!all.saying.json) return;
  const std::string line = json + "\n";
  std::fwrite(line.data(), 1, line.size(), stderr);
}

}  // namespace segme::cli
