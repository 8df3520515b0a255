// base/ffmpeg/clock_scan: whether the clock of a file goes back on the way. Then a moment stands in it more than once,
// and FFmpeg's jump to a moment may lead to any of them.
#pragma once

#include "base/ffmpeg/handles.h"

namespace segme::ffmpeg {

/// True for a transport or program stream or Ogg, in a file, that was joined of several. Files of more than 64 MB are
/// looked at in a place a megabyte. Leaves the file where it stands.
bool clock_goes_back(const AVFormatContext& container);

}  // namespace segme::ffmpeg
