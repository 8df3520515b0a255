// base/address: see address.h. In doubt too much is hidden.
#include "base/address.h"

#include <algorithm>
#include <cctype>

namespace segme {
namespace {

constexpr const char* kHidden = "***";

/// "a=1&b" -> "a=***&***".
std::string hide_values(const std::string& pairs, char between) {
  std::string hidden;
  for (std::size_t begin = 0; begin <= pairs.size();) {
    const std::size_t end = std::min(pairs.find(between, begin), pairs.size());
    const std::string pair = pairs.substr(begin, end - begin);
    if (begin > 0) hidden += between;
    const std::size_t equals = pair.find('=');
    hidden += equals == std::string::npos ? "" : pair.substr(0, equals + 1);
    if (!pair.empty()) hidden += kHidden;
    begin = end + 1;
  }
  return hidden;
}

/// host/app/key -> host/app/***
std::string hide_key(std::string path) {
  const std::size_t host = path.find('/');
  const std::size_t last = path.rfind('/');
  if (host == std::string::npos || last == host || last + 1 == path.size()) return path;
  return path.substr(0, last + 1) + kHidden;
}

bool is_scheme_letter(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '+' || c == '-' || c == '.' || c == ':';
}

}  // namespace

std::string safe_address(const std::string& address) {
  const std::size_t colon = address.find("://");
  if (colon == std::string::npos) return address;
  const std::string scheme = address.substr(0, colon);
  std::string rest = address.substr(colon + 3);
  std::string behind;
  const std::size_t mark = rest.find_first_of("?# ");
  if (mark != std::string::npos) {
    behind = rest[mark] + hide_values(rest.substr(mark + 1), rest[mark] == ' ' ? ' ' : '&');
    rest.resize(mark);
  }
  // A password may hold what an address should not: its end is the last @.
  const std::size_t at = rest.rfind('@');
  if (at != std::string::npos) rest = kHidden + rest.substr(at);
  const std::size_t name = scheme.rfind(':');
  if (scheme.substr(name == std::string::npos ? 0 : name + 1).starts_with("rtmp")) rest = hide_key(std::move(rest));
  return scheme + "://" + rest + behind;
}

std::string safe_text(const std::string& text) {
  std::string safe;
  std::size_t done = 0;
  for (std::size_t colon = text.find("://"); colon != std::string::npos; colon = text.find("://", done)) {
    std::size_t begin = colon;
    while (begin > done && is_scheme_letter(text[begin - 1])) --begin;
    const std::size_t end = std::min(text.find_first_of("'\" \n", colon), text.size());
    safe += text.substr(done, begin - done) + safe_address(text.substr(begin, end - begin));
    done = end;
  }
  return safe + text.substr(done);
}

}  // namespace segme
