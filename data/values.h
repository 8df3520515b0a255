// data/values: the one judge of what pictures and mattes hold, for `segme data check`, `segme eval` and `segme train`.
// It looks at values, never at types: masks of 0/1, of class numbers and in colours are files like any other, and a net
// that learns from them, or is scored against them, says nothing and is wrong.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "base/image.h"
#include "capture/image_file.h"
#include "data/finding.h"
#include "eval/sets.h"

namespace segme::data {

/// How often each of the 256 values is there.
using Histogram = std::array<std::uint64_t, 256>;

/// True where few values, most of what is not 0 below 128, tell of class numbers: in a drawn mask the values between 0
/// and 255 are edges, and in a soft matte there are many of them.
bool holds_class_numbers(const Histogram& histogram);

/// "0, 1, 15 and 255"; of many the first few.
std::string list_values(const Histogram& histogram);

/// What is wrong or odd with a matte that was read from a file with `file`'s other channels: of the kinds values,
/// empty, full, levels, channels, colour and alpha. Nothing for a good one.
std::vector<Finding> judge_matte(const eval::Sample& sample, const Matte& truth, const MatteFile& file = {});

/// What is wrong with a picture of people: that it is black. Nothing for a picture without people.
std::vector<Finding> judge_picture(const eval::Sample& sample, const Image& picture);

/// True for what would teach, or score, something wrong: it is refused. Else it is said, and used.
bool is_refused(const Finding& finding);

/// What is odd in a set that is used all the same. add() may be called from any thread.
class Remarks {
 public:
  void add(const std::vector<Finding>& findings);
  /// A sentence for each kind of finding: how many there are, and the first.
  [[nodiscard]] std::vector<std::string> sentences() const;

 private:
  struct Kind {
    std::size_t count = 0;
    std::string first;
  };
  mutable std::mutex mutex_;
  std::map<FindingKind, Kind> kinds_;
};

}  // namespace segme::data
