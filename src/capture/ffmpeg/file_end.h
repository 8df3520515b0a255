// capture/ffmpeg/file_end: whether a file has its end, where the format lets that be seen and FFmpeg does not look.
#pragma once

#include "base/ffmpeg/handles.h"

namespace segme::ffmpeg {

/// False for a GIF without its last mark, an Ogg file without its last page, and an ASF file (WMV) shorter than its
/// header says; true for all else, and where nobody can go to another place of it. Leaves the file where it stands.
bool has_end(const AVFormatContext& container);

}  // namespace segme::ffmpeg
