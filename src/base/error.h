// base/error: how SegMe says that the world is wrong (Error) or that SegMe itself is (SEGME_CHECK).
// An Error carries one sentence for the user (what was tried, what happened, what to do) and the exit code that a
// command ends with when the Error reaches it.
#pragma once

#include <stdexcept>
#include <string>
#include <utility>

namespace segme {

/// Exit codes of every SegMe program; the table in README.md and `segme --help` is this enum.
enum class ExitCode : int {
  ok = 0,            ///< all that was asked for is done
  bug = 1,           ///< SegMe itself is wrong: please report it
  usage = 2,         ///< an option, a value or a combination that does not exist
  input = 3,         ///< an input cannot be read, or there is not enough memory for it
  output = 4,        ///< an output cannot be written
  model = 5,         ///< a model file or its card cannot be used
  missing = 6,       ///< something that must be installed (an engine, a device, LibTorch) is not there
  partial = 7,       ///< a batch went to its end, but some of its files failed
  lost = 8,          ///< the work is done, but a part of the input was missing or damaged
  interrupted = 130  ///< Ctrl-C
};

/// The world is wrong. what() is one sentence, e.g.
/// "cannot read 'x.jpg': the file ends in the middle of the picture. Copy it again."
class Error : public std::runtime_error {
 public:
  Error(ExitCode code, const std::string& sentence) : std::runtime_error(sentence), code_(code) {}
  /// field: what is wrong, by the name that its setter has: "background", "out.stride".
  Error(ExitCode code, std::string field, const std::string& sentence)
      : std::runtime_error(sentence), code_(code), field_(std::move(field)) {}
  [[nodiscard]] ExitCode code() const noexcept { return code_; }
  /// Empty where no single field is to blame.
  [[nodiscard]] const std::string& field() const noexcept { return field_; }

 private:
  ExitCode code_;
  std::string field_;
};

/// What make() gives; an Error that it throws and that names no field names this one.
template <class Make>
auto about_field(const char* field, Make make) {
  try {
    return make();
  } catch (const Error& error) {
    if (!error.field().empty()) throw;
    throw Error(error.code(), field, error.what());
  }
}

/// Ends the program's trust in itself: throws std::logic_error that names the place. Use SEGME_CHECK.
[[noreturn]] void check_failed(const char* condition, const char* file, int line);

}  // namespace segme

#define SEGME_CHECK(condition) \
  ((condition) ? static_cast<void>(0) : ::segme::check_failed(#condition, __FILE__, __LINE__))
