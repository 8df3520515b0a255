// capture/video_file: who reads a video: libwebp what FFmpeg does not know, FFmpeg all else, where this build has them.
#include "capture/video_file.h"

namespace segme {

#if defined(SEGME_HAS_WEBP)
std::unique_ptr<VideoSource> open_webp_animation(const std::string& where, const VideoOptions& options);
#else
namespace {
std::unique_ptr<VideoSource> open_webp_animation(const std::string&, const VideoOptions&) { return nullptr; }
}  // namespace
#endif

#if defined(SEGME_HAS_FFMPEG)
std::unique_ptr<VideoSource> open_ffmpeg_video(const std::string& where, const VideoOptions& options);

std::unique_ptr<VideoSource> open_video(const std::string& where, const VideoOptions& options) {
  if (auto animation = open_webp_animation(where, options)) return animation;
  return open_ffmpeg_video(where, options);
}
#else
std::unique_ptr<VideoSource> open_video(const std::string& where, const VideoOptions& options) {
  if (auto animation = open_webp_animation(where, options)) return animation;
  throw Error(ExitCode::missing, "cannot open the video '" + where +
                                     "': this build has no FFmpeg. Install libavformat-dev, libavcodec-dev, "
                                     "libavdevice-dev, libavfilter-dev and libswscale-dev, then build again.");
}
#endif

}  // namespace segme
