// capture/ffmpeg/numbered_pictures: see numbered_pictures.h.
#include "capture/ffmpeg/numbered_pictures.h"

#include <algorithm>
#include <charconv>
#include <set>
#include <string_view>
#include <vector>

#include "base/name_pattern.h"

namespace segme::ffmpeg {
namespace {

/// What stands before and behind the number.
struct Around {
  std::string before, behind;
};

Around around(const NamePattern& pattern) {
  const std::string ones = pattern.fill({}, 1111111111111111111);
  const std::string twos = pattern.fill({}, 2222222222222222222);
  const auto differs = std::mismatch(ones.begin(), ones.end(), twos.begin()).first;
  const auto same = std::mismatch(ones.rbegin(), ones.rend(), twos.rbegin()).first.base();
  return {std::string(ones.begin(), differs), std::string(same, ones.end())};
}

void add_escaped(std::string_view text, std::string& to) {
  for (const char c : text) {
    if (std::string_view("*?[]\\{}").find(c) != std::string_view::npos) to += '\\';
    to += c;
  }
}

}  // namespace

std::optional<NumberedPictures> find_numbered_pictures(const std::string& where) {
  const NamePattern pattern(where);
  if (!pattern.has_places()) return std::nullopt;
  const auto [before, behind] = around(pattern);
  std::set<std::int64_t> numbers;
  std::set<std::size_t> widths;
  for (const std::string& name : pattern.existing()) {
    if (name.size() <= before.size() + behind.size()) continue;
    const std::string_view digits(name.data() + before.size(), name.size() - before.size() - behind.size());
    std::int64_t number = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (read.ec != std::errc{} || read.ptr != digits.data() + digits.size()) continue;  // two places, or too long
    numbers.insert(number);
    widths.insert(digits.size());
  }
  if (numbers.empty()) return std::nullopt;
  NumberedPictures found;
  found.first = *numbers.begin();
  found.count = static_cast<std::int64_t>(numbers.size());
  found.missing = *numbers.rbegin() - found.first + 1 - found.count;
  if (widths.size() == 1) {
    add_escaped(before, found.wild);
    for (std::size_t i = 0; i < *widths.begin(); ++i) found.wild += "[0-9]";
    add_escaped(behind, found.wild);
  }
  return found;
}

}  // namespace segme::ffmpeg
