// base/ffmpeg/address: a name as FFmpeg has to be given it, so that a colon in a file's name is no protocol.
#pragma once

#include <string>

namespace segme::ffmpeg {

/// "pipe:0" style for "-" (0: to read, 1: to write); file: before a name with a colon that no protocol is called by,
/// or that is there; all else as it is.
std::string address_of(const std::string& where, int descriptor);

}  // namespace segme::ffmpeg
