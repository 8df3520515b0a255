// data/finding: one thing that is wrong, or odd, in a set of labelled pictures, and what to do about it.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace segme::data {

enum class FindingKind : std::uint8_t {
  missing_matte,
  missing_picture,
  unreadable,
  size,
  channels,
  values,
  black,
  empty,
  full,
  two_splits,
  too_few,
  repeated,
  levels,
  colour,
  alpha
};

/// A line of the table of kinds.
struct FindingInfo {
  FindingKind kind;
  std::string_view name;  ///< "missing-matte"
  bool error;             ///< else a warning
  std::string_view meaning;
};

/// All kinds, in the order of the enum.
std::span<const FindingInfo> all_findings();

struct Finding {
  FindingKind kind = FindingKind::unreadable;
  std::string file;                 ///< as the set names it
  std::string what;                 ///< "its matte is 100x80, the picture 200x160"
  std::string todo;                 ///< "Resize the matte"
  std::vector<std::string> others;  ///< of two_splits and repeated: the same picture's other files

  [[nodiscard]] const FindingInfo& info() const { return all_findings()[static_cast<std::size_t>(kind)]; }
  /// "a.jpg: its matte is ... . Resize the matte."
  [[nodiscard]] std::string sentence() const { return file + ": " + what + ". " + todo + "."; }
};

}  // namespace segme::data
