// net/tflite/stored_zip: a zip archive that stands behind other bytes: how TFLite files carry the files that their
// metadata names (labels), without compression, so that a reader may use them where they lie.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace segme::net {

/// Appends an archive of these files, name to content. Its offsets count from the first byte, its dates are the
/// format's first day: the same files give the same bytes.
void append_stored_zip(const std::map<std::string, std::string>& files, std::vector<std::uint8_t>& bytes);

}  // namespace segme::net
