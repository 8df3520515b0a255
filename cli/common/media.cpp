// cli/common/media: what segme-media does, which has all there is.
#include "cli/common/media.h"

#include <cstdlib>

#include "base/video_log.h"

namespace segme::cli {

void prepare_media() {
  ::setenv("SVT_LOG", "1", 0);  // the encoder of AV1 has a log of its own: of errors alone
  silence_ffmpeg();
}

void go_on_in_media() {}

}  // namespace segme::cli
