// cli/common/media: what segme-media does, which has all there is.
#include "cli/common/media.h"

#include "base/video_log.h"

namespace segme::cli {

void prepare_media() { silence_ffmpeg(); }

void go_on_in_media() {}

}  // namespace segme::cli
