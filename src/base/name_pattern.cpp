// base/name_pattern: the text in pieces; a name matches when each piece finds its part of it.
#include "base/name_pattern.h"

#include <glob.h>

#include <algorithm>

namespace segme {
namespace {

constexpr std::size_t kMostDigits = 20;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

NamePattern::NamePattern(std::string_view text, bool stems) {
  std::size_t done = 0;
  for (std::size_t i = 0; i + 1 < text.size(); ++i) {
    if (text[i] != '%') continue;
    std::size_t end = i + 1;
    std::size_t digits = 0;
    while (end < text.size() && is_digit(text[end]) && digits < kMostDigits) {
      digits = digits * 10 + static_cast<std::size_t>(text[end++] - '0');
    }
    const char code = end < text.size() ? text[end] : '\0';
    const bool bare = end == i + 1;
    const bool number = code == 'd' && digits < kMostDigits;
    const bool stem = stems && bare && code == 's';
    if (!number && !stem && !(bare && code == '%')) continue;
    add_text(text.substr(done, i - done));
    if (number || stem) {
      pieces_.push_back({number ? Kind::number : Kind::stem, {}, std::max<std::size_t>(digits, 1)});
      ++places_;
    } else {
      add_text("%");
    }
    i = end;
    done = end + 1;
  }
  add_text(text.substr(done));
}

void NamePattern::add_text(std::string_view text) {
  if (pieces_.empty() || pieces_.back().kind != Kind::text) pieces_.push_back({Kind::text, {}, 0});
  pieces_.back().text += text;
}

std::string NamePattern::fill(std::string_view stem, std::int64_t number) const {
  std::string name;
  for (const Piece& piece : pieces_) {
    if (piece.kind == Kind::text) name += piece.text;
    if (piece.kind == Kind::stem) name += stem;
    if (piece.kind != Kind::number) continue;
    const std::string digits = std::to_string(number);
    name.append(piece.digits > digits.size() ? piece.digits - digits.size() : 0, '0').append(digits);
  }
  return name;
}

bool NamePattern::matches(std::string_view name, std::size_t piece, std::string& stem) const {
  if (piece == pieces_.size()) return name.empty();
  const Piece& own = pieces_[piece];
  if (own.kind == Kind::text) {
    return name.starts_with(own.text) && matches(name.substr(own.text.size()), piece + 1, stem);
  }
  for (std::size_t length = 1; length <= name.size(); ++length) {
    const char last = name[length - 1];
    if (own.kind == Kind::stem ? last == '/' : !is_digit(last)) return false;
    if (own.kind == Kind::number && length < own.digits) continue;
    if (!matches(name.substr(length), piece + 1, stem)) continue;
    if (own.kind == Kind::stem) stem = name.substr(0, length);
    return true;
  }
  return false;
}

std::optional<std::string> NamePattern::stem_in(std::string_view name) const {
  std::string stem;
  return matches(name, 0, stem) ? std::optional(stem) : std::nullopt;
}

std::vector<std::string> NamePattern::existing() const {
  std::string wild;
  for (const Piece& piece : pieces_) {
    if (piece.kind != Kind::text) wild += '*';
    for (const char c : piece.text) {
      if (std::string_view("*?[]\\").find(c) != std::string_view::npos) wild += '\\';
      wild += c;
    }
  }
  glob_t found{};
  std::vector<std::string> names;
  if (::glob(wild.c_str(), GLOB_NOSORT, nullptr, &found) == 0) {
    for (std::size_t i = 0; i < found.gl_pathc; ++i) {
      if (stem_in(found.gl_pathv[i])) names.emplace_back(found.gl_pathv[i]);
    }
  }
  ::globfree(&found);
  return names;
}

std::string NamePattern::folder() const {
  const std::string& first = pieces_.front().text;
  return first.substr(0, first.rfind('/') + 1);
}

std::string escape_name(std::string_view name) {
  std::string escaped;
  for (const char c : name) escaped.append(c == '%' ? "%%" : std::string_view(&c, 1));
  return escaped;
}

}  // namespace segme
