// session/line_reader: poll() on the input and on what says stop, then read().
#include "session/line_reader.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include "base/error.h"

namespace segme::session {
namespace {

[[noreturn]] void cannot_read(const std::string& path, int error) {
  throw Error(ExitCode::input, "cannot read the list '" + path + "': " + std::strerror(error) +
                                   ". Give a text file with a path a line, or - for standard input.");
}

}  // namespace

LineReader::LineReader(const std::string& path, bool nul, std::stop_token stop)
    : path_(path), stop_(std::move(stop)), stopped_(stop_), end_(nul ? '\0' : '\n') {
  file_ = path == "-" ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file_ < 0) cannot_read(path, errno);
}

LineReader::~LineReader() {
  if (file_ > STDIN_FILENO) ::close(file_);
}

bool LineReader::fill() {
  std::array<pollfd, 2> both{{{file_, POLLIN, 0}, {stopped_.get(), POLLIN, 0}}};
  while (!stop_.stop_requested()) {
    if (::poll(both.data(), both.size(), -1) < 0) {
      if (errno == EINTR) continue;
      cannot_read(path_, errno);
    }
    if (stop_.stop_requested() || both[1].revents != 0) return false;
    std::array<char, 1U << 16U> block{};
    const ssize_t count = ::read(file_, block.data(), block.size());
    if (count < 0 && errno != EINTR && errno != EAGAIN) cannot_read(path_, errno);
    if (count < 0) continue;
    waiting_.append(block.data(), static_cast<std::size_t>(count));
    return count > 0;
  }
  return false;
}

void LineReader::check(std::string& line) const {
  const auto refuse = [this](const std::string& why) {
    throw Error(ExitCode::input, "cannot read the list '" + path_ + "': " + why);
  };
  if (taken_ == 0) {
    if (line.starts_with("\xFF\xFE") || line.starts_with("\xFE\xFF")) refuse("it is UTF-16. Save it as UTF-8.");
    if (line.starts_with("\xEF\xBB\xBF")) line.erase(0, 3);
  }
  if (line.find('\0') != std::string::npos) refuse("NULs stand between its names. Say so.");
  if (line.ends_with('\r')) line.pop_back();
}

std::optional<Line> LineReader::take_line() {
  const std::size_t end = waiting_.find(end_, searched_);
  if (end == std::string::npos && !ended_) {
    waiting_.erase(0, begin_);
    begin_ = 0;
    searched_ = waiting_.size();
    return std::nullopt;
  }
  const std::size_t stop = std::min(end, waiting_.size());
  std::string line = waiting_.substr(begin_, stop - begin_);
  begin_ = searched_ = std::min(stop + 1, waiting_.size());
  if (end_ == '\n') check(line);
  return Line{std::move(line), taken_++};
}

std::optional<Line> LineReader::next() {
  while (!stop_.stop_requested()) {
    if (ended_ && begin_ == waiting_.size()) return std::nullopt;
    if (std::optional<Line> line = take_line()) {
      if (!line->text.empty()) return line;
    } else if (!fill()) {
      ended_ = true;
    }
  }
  return std::nullopt;
}

}  // namespace segme::session
