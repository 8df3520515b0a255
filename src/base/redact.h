// base/redact: addresses without what opens doors. Every sentence, closing line and JSON that names an address goes
// through here before it is printed: that ends up in logs and bug reports.
#pragma once

#include <string>
#include <string_view>

namespace segme {

/// `text` with *** for the secrets of every address (scheme://...) in it: user and password, the stream key of RTMP,
/// and the values of a query but those that are known to be harmless.
std::string without_secrets(std::string_view text);

}  // namespace segme
