// base/number: see number.h. std::from_chars is missing for floats in libc++ 14, std::strtof asks the locale.
#include "base/number.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <limits>

namespace segme {
namespace {

constexpr std::uint64_t kMostDigits = 1000000000000000000;  // one more digit still fits 64 bits
constexpr int kFarthest = 400;                              // exponents beyond it are 0 or too large for a double

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Digits of a number, taken from the front of `text`.
struct Digits {
  std::uint64_t value = 0;
  int exponent = 0;  ///< of ten
  int count = 0;
  void take(std::string_view& text, bool fraction) {
    for (; !text.empty() && is_digit(text.front()); text.remove_prefix(1), ++count) {
      const bool room = value < kMostDigits;
      if (room) value = value * 10 + static_cast<std::uint64_t>(text.front() - '0');
      if (room == fraction) exponent += fraction ? -1 : 1;
    }
  }
};

/// What follows an 'e'. False when that is no whole number.
bool take_exponent(std::string_view text, int& exponent) {
  const bool minus = !text.empty() && text.front() == '-';
  if (!text.empty() && (minus || text.front() == '+')) text.remove_prefix(1);
  if (text.empty()) return false;
  int value = 0;
  for (const char c : text) {
    if (!is_digit(c)) return false;
    value = std::min(value * 10 + (c - '0'), 10 * kFarthest);
  }
  exponent += minus ? -value : value;
  return true;
}

}  // namespace

std::optional<float> parse_float(std::string_view text) {
  const bool minus = !text.empty() && text.front() == '-';
  if (minus) text.remove_prefix(1);
  Digits digits;
  digits.take(text, false);
  if (!text.empty() && text.front() == '.') {
    text.remove_prefix(1);
    digits.take(text, true);
  }
  if (digits.count == 0) return std::nullopt;
  if (!text.empty()) {
    const bool exponent = text.front() == 'e' || text.front() == 'E';
    if (!exponent || !take_exponent(text.substr(1), digits.exponent)) return std::nullopt;
  }
  const int power = std::clamp(digits.exponent, -kFarthest, kFarthest);
  double value = static_cast<double>(digits.value);
  // Powers up to 10^22 are exact in a double, so that the one division or product rounds once.
  value = power < 0 ? value / std::pow(10.0, -power) : value * std::pow(10.0, power);
  // Up to half a step above the largest float is nearest to it.
  const double most = static_cast<double>(std::numeric_limits<float>::max()) + std::ldexp(1.0, 102);
  if (!(value <= most)) return std::nullopt;
  return static_cast<float>(minus ? -value : value);
}

std::string number_text(float value) {
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, "%g", static_cast<double>(value));
  std::string text;
  for (const char c : std::string_view(buffer)) {  // what is no digit, sign or letter is the locale's point
    const bool plain = is_digit(c) || c == '-' || c == '+' || (c >= 'a' && c <= 'z');
    if (plain) {
      text += c;
    } else if (text.empty() || text.back() != '.') {
      text += '.';
    }
  }
  return text;
}

}  // namespace segme
