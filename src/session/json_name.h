// session/json_name: names of files in JSON. A name is bytes, and JSON holds UTF-8 only: a name that is none has its
// bytes beside it, so that two names never become one.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace segme::session {

/// The fields that say `name`: `key` with the name, each wrong byte as U+FFFD; where there were such bytes, also
/// KEY_bytes, the whole name in base64. An address shows no secrets.
std::vector<std::pair<std::string, std::string>> json_name(const std::string& key, const std::string& name);

/// Bytes in base64 (RFC 4648, with padding).
std::string base64(std::string_view bytes);

/// Puts these fields into an object of JSON.
void put_name(auto& object, const std::string& key, const std::string& name) {
  for (const auto& [field, text] : json_name(key, name)) object[field] = text;
}

}  // namespace segme::session
