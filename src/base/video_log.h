// base/video_log: who hears what FFmpeg has to say.
#pragma once

namespace segme {

/// FFmpeg speaks through our Errors only. For programs, once, at their start: it is a setting of the whole process, and
/// in a library the process is somebody else's.
void silence_ffmpeg();

}  // namespace segme
