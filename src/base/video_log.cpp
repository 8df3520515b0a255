// base/video_log: whether this build has FFmpeg.
#include "base/video_log.h"

namespace segme {

#if defined(SEGME_HAS_FFMPEG)
namespace ffmpeg {
void keep_quiet();
}

void silence_ffmpeg() { ffmpeg::keep_quiet(); }
#else
void silence_ffmpeg() {}
#endif

}  // namespace segme
