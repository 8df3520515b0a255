// capture/ffmpeg/file_end: whether a file has its end, where the format lets that be seen and FFmpeg does not look.
#pragma once

#include "base/ffmpeg/handles.h"

namespace segme::ffmpeg {

/// False for a file of a known kind that lacks its end: a last mark, a last page, whole packets, or as many bytes as
/// its header says. True for all else, and where nobody can go to another place of it. Leaves the file where it stands.
/// piped: what came, if it is a pipe that has ended.
bool has_end(const AVFormatContext& container, AVIOContext* piped);

}  // namespace segme::ffmpeg
