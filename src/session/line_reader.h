// session/line_reader: the names in a file or on standard input, as they come: one a line, or with a NUL behind each
// (find -print0). A stop that is asked for ends the waiting for the next one.
#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>

#include "session/stopping.h"

namespace segme::session {

struct Line {
  std::string text;
  std::int64_t index = 0;  ///< of the line in the list, from 0; empty lines count
};

class LineReader {
 public:
  /// `path` "-" is standard input; `nul`: what is between names. @throws Error(input)
  LineReader(const std::string& path, bool nul, std::stop_token stop = {});
  LineReader(const LineReader&) = delete;
  LineReader& operator=(const LineReader&) = delete;
  ~LineReader();

  /// The next line that is not empty, without its end ("\n", "\r\n" or NUL) and without a byte order mark; nullopt at
  /// the end or once `stop` is asked for. @throws Error(input), also for a list of another kind: UTF-16, or NULs
  /// without `nul`.
  std::optional<Line> next();

 private:
  bool fill();
  std::optional<Line> take_line();
  void check(std::string& line) const;
  std::string path_, waiting_;
  std::stop_token stop_;
  StopDescriptor stopped_;
  std::size_t begin_ = 0;     ///< of the next line in waiting_
  std::size_t searched_ = 0;  ///< up to here there is no end of line
  std::int64_t taken_ = 0;
  int file_ = -1;
  char end_ = '\n';
  bool ended_ = false;
};

}  // namespace segme::session
