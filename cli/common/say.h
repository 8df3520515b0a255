// cli/common/say: every sentence for the user goes through here: to standard error, as far as --quiet and --log-level
// let it, and to the file of --log-file.
#pragma once

#include <string>

namespace segme::cli {

enum class Level { error, warning, info, debug };

/// How sentences and events look. `json`: one line of JSON each, for --progress json.
struct Saying {
  Level shown = Level::info;  ///< what is less important is not shown
  bool json = false;
  std::string log_file;  ///< sentences of every level are appended to it, with their times; empty: none
};

/// @throws Error(output) for a log file that cannot be written, or that is no log
void set_saying(const Saying& saying);

/// Whether a sentence of this level is shown or logged, so that a costly one need not be made.
bool is_wanted(Level level);

/// "segme: cannot read ...": one sentence, with its full stop. Addresses in it show no secrets. From any thread.
void say(Level level, const std::string& said);

/// The same from printf's format and values.
__attribute__((format(printf, 2, 3))) void sayf(Level level, const char* format, ...);

/// That a source or a server went away, or is there again.
void say_there(const std::string& where, bool there);

/// A line of --progress json; dropped where that was not asked for.
void tell_event(const std::string& json);

/// A JSON string with its quotation marks.
std::string json_text(const std::string& text);

}  // namespace segme::cli
