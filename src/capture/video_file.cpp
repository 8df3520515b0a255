// capture/video_file: whether this build has FFmpeg.
#include "capture/video_file.h"

namespace segme {

#if defined(SEGME_HAS_FFMPEG)
std::unique_ptr<VideoSource> open_ffmpeg_video(const std::string& where, const VideoOptions& options);

std::unique_ptr<VideoSource> open_video(const std::string& where, const VideoOptions& options) {
  return open_ffmpeg_video(where, options);
}
#else
std::unique_ptr<VideoSource> open_video(const std::string& where, const VideoOptions&) {
  throw Error(ExitCode::missing, "cannot open the video '" + where +
                                     "': this build has no FFmpeg. Install libavformat-dev, libavcodec-dev, "
                                     "libavdevice-dev, libavfilter-dev and libswscale-dev, then build again.");
}
#endif

}  // namespace segme
