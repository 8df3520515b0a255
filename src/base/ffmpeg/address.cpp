// base/ffmpeg/address: see address.h.
#include "base/ffmpeg/address.h"

extern "C" {
#include <libavformat/avio.h>
}

#include <sys/stat.h>

namespace segme::ffmpeg {
namespace {

/// Whether FFmpeg takes `word` in "word:..." for one of its protocols, as in concat:a.ts|b.ts or
/// subfile,,start,0,:a.ts.
bool is_protocol(const std::string& word) {
  const std::string name = word.substr(0, word.find(','));
  for (const int output : {0, 1}) {
    void* at = nullptr;
    for (const char* known = avio_enum_protocols(&at, output); known != nullptr;
         known = avio_enum_protocols(&at, output)) {
      if (name == known) return true;
    }
  }
  return false;
}

}  // namespace

std::string address_of(const std::string& where, int descriptor) {
  if (where == "-") return "pipe:" + std::to_string(descriptor);
  const std::size_t colon = where.find(':');
  if (colon == std::string::npos || where.find('/') < colon) return where;
  struct stat about {};
  const bool there = ::stat(where.c_str(), &about) == 0;
  return there || !is_protocol(where.substr(0, colon)) ? "file:" + where : where;
}

}  // namespace segme::ffmpeg
