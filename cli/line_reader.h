// cli/line_reader: the lines of a file or of standard input, as they come. Ctrl-C ends the waiting for the next one.
#pragma once

#include <optional>
#include <string>

namespace segme::cli {

class LineReader {
 public:
  /// `path` "-" is standard input. @throws Error(input)
  explicit LineReader(const std::string& path);
  LineReader(const LineReader&) = delete;
  LineReader& operator=(const LineReader&) = delete;
  ~LineReader();

  /// The next line that is not empty, without its end ("\n" or "\r\n"); nullopt at the end or after Ctrl-C.
  /// @throws Error(input)
  std::optional<std::string> next();

 private:
  bool fill();
  std::optional<std::string> take_line();
  std::string path_, waiting_;
  std::size_t begin_ = 0;     ///< of the next line in waiting_
  std::size_t searched_ = 0;  ///< up to here there is no end of line
  int file_ = -1;
  bool ended_ = false;
};

}  // namespace segme::cli
