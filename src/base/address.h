// base/address: addresses (rtmp://user:word@host/live/key?token=x) as they may be shown: in messages, closing lines and
// JSON nobody's password, stream key or token stands.
#pragma once

#include <string>

namespace segme {

/// The address with *** for a user's name and password, for every value behind ? or a space, and for the last part of
/// an RTMP path, which is the stream's key. What is no address (no ://) stays as it is.
std::string safe_address(const std::string& address);

/// The same for every address inside a sentence; one ends at a quote, a space or the end.
std::string safe_text(const std::string& text);

}  // namespace segme
