// base/ffmpeg/quiet: the level of FFmpeg's messages, which is the process's.
extern "C" {
#include <libavutil/log.h>
}

namespace segme::ffmpeg {

void keep_quiet();
void keep_quiet() { av_log_set_level(AV_LOG_QUIET); }

}  // namespace segme::ffmpeg
