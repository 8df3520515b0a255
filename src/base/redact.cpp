// base/redact: see redact.h. What is not known to be harmless is taken for a secret.
#include "base/redact.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace segme {
namespace {

constexpr std::string_view kHidden = "***";

/// Of queries: what says how to connect, not who may.
constexpr std::array<std::string_view, 22> kHarmless{
    "mode",        "latency", "rcvlatency",     "peerlatency",      "pkt_size",
    "timeout",     "listen",  "listen_timeout", "transport",        "localport",
    "localaddr",   "ttl",     "rtsp_transport", "overrun_nonfatal", "fifo_size",
    "buffer_size", "reuse",   "transtype",      "connect_timeout",  "maxbw",
    "format",      "fps"};

bool is_scheme(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '+' || c == '-' || c == '.'; }

/// Where an address ends in a sentence.
bool is_end(char c) {
  return std::isspace(static_cast<unsigned char>(c)) != 0 || c == '\'' || c == '"' || c == '<' || c == '>' || c == '|';
}

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return result;
}

/// rtmp://host/application/key: what stands behind the application.
void add_path(std::string_view scheme, std::string_view path, std::string& to) {
  const bool rtmp = lower(scheme).starts_with("rtmp");
  const std::string_view named = path.substr(0, path.find_last_not_of('/') + 1);  // slashes behind it name nothing
  const std::size_t last = named.rfind('/');
  const bool has_key = rtmp && last != std::string_view::npos && last > 0;
  to += has_key ? path.substr(0, last + 1) : path;
  if (has_key) to.append(kHidden).append(path.substr(named.size()));
}

void add_query(std::string_view query, std::string& to) {
  for (std::size_t begin = 0; begin <= query.size();) {
    const std::size_t end = std::min(query.find_first_of("&;", begin), query.size());
    const std::string_view pair = query.substr(begin, end - begin);
    const std::size_t equals = pair.find('=');
    const std::string_view name = pair.substr(0, equals);
    const bool harmless = std::find(kHarmless.begin(), kHarmless.end(), lower(name)) != kHarmless.end();
    if (equals == std::string_view::npos) {
      to += pair.empty() ? pair : kHidden;
    } else {
      to.append(name).append("=").append(harmless ? pair.substr(equals + 1) : kHidden);
    }
    if (end < query.size()) to += query[end];
    begin = end + 1;
  }
}

/// True for "host" and "host:8080": a password with a slash in it looks like neither.
bool is_port(std::string_view host) {
  const std::size_t colon = host.rfind(':');
  return colon == std::string_view::npos || host.find_first_not_of("0123456789", colon + 1) == std::string_view::npos;
}

/// `rest`: what comes behind "scheme://".
void add_address(std::string_view scheme, std::string_view rest, std::string& to) {
  const std::size_t tail = std::min(rest.find_first_of("?#"), rest.size());
  const std::string_view place = rest.substr(0, tail);
  std::size_t slash = std::min(place.find('/'), place.size());
  const std::size_t at = place.rfind('@');
  const bool user = at != std::string_view::npos && (at < slash || !is_port(place.substr(0, slash)));
  if (user) {
    to.append(kHidden).append("@");
    slash = std::min(place.find('/', at), place.size());
  }
  const std::size_t host = user ? at + 1 : 0;
  to += place.substr(host, slash - host);
  add_path(scheme, place.substr(slash), to);
  if (tail == rest.size()) return;
  to += rest[tail];
  if (rest[tail] == '#') {
    to += kHidden;
    return;
  }
  const std::string_view query = rest.substr(tail + 1);
  const std::size_t mark = std::min(query.find('#'), query.size());
  add_query(query.substr(0, mark), to);
  if (mark < query.size()) to.append("#").append(kHidden);
}

/// Where an address ends that begins at `begin`; `host`: behind its "://". A password may hold what ends an address.
std::size_t end_of_address(std::string_view text, std::size_t begin, std::size_t host) {
  if (begin > 0 && text[begin - 1] == '\'') {
    for (std::size_t at = text.find('\'', host); at != std::string_view::npos; at = text.find('\'', at + 1)) {
      if (at + 1 == text.size() || std::string_view(" .,:;)").find(text[at + 1]) != std::string_view::npos) return at;
    }
  }
  const auto next_end = [&](std::size_t from) {
    while (from < text.size() && !is_end(text[from])) ++from;
    return from;
  };
  const std::size_t end = next_end(host);
  const std::size_t at = std::min(text.find_first_of("@/\n", host), text.size());
  const bool inside_password = end < at && at < text.size() && text[at] == '@' &&
                               text.substr(host, end - host).find(':') != std::string_view::npos;
  return inside_password ? next_end(at) : end;
}

}  // namespace

std::string without_secrets(std::string_view text) {
  std::string result;
  std::size_t done = 0;
  for (std::size_t mark = text.find("://"); mark != std::string_view::npos; mark = text.find("://", done)) {
    std::size_t begin = mark;
    while (begin > done && is_scheme(text[begin - 1])) --begin;
    const std::size_t end = end_of_address(text, begin, mark + 3);
    std::size_t stop = end;  // what ends a sentence is no part of the address
    while (stop > mark + 3 && (text[stop - 1] == '.' || text[stop - 1] == ',' || text[stop - 1] == ')')) --stop;
    result += text.substr(done, mark + 3 - done);
    if (begin < mark) {
      add_address(text.substr(begin, mark - begin), text.substr(mark + 3, stop - mark - 3), result);
    } else {
      result += text.substr(mark + 3, stop - mark - 3);
    }
    result += text.substr(stop, end - stop);
    done = end;
  }
  return result.append(text.substr(done));
}

}  // namespace segme
