// sink/video_file: numbered pictures need nothing; all else needs FFmpeg.
#include "sink/video_file.h"

#include <filesystem>

#include "sink/image_file.h"
#include "sink/picture_sequence.h"

namespace segme {

#if defined(SEGME_HAS_FFMPEG)
std::unique_ptr<VideoSink> make_ffmpeg_video_file(const std::string& where, const VideoFileOptions& options);
bool ffmpeg_can_hold_alpha(const std::string& where, const VideoFileOptions& options);
bool ffmpeg_keeps_pixel_shape(const std::string& where, const VideoFileOptions& options);
bool ffmpeg_can_hold_hdr(const std::string& where, const VideoFileOptions& options, int channels);
#else
namespace {
std::unique_ptr<VideoSink> make_ffmpeg_video_file(const std::string& where, const VideoFileOptions&) {
  throw Error(ExitCode::missing, "cannot write the video '" + where +
                                     "': this build has no FFmpeg. Install libavformat-dev, libavcodec-dev, "
                                     "libavdevice-dev, libavfilter-dev and libswscale-dev, then build again.");
}
bool ffmpeg_can_hold_alpha(const std::string&, const VideoFileOptions&) { return true; }
bool ffmpeg_keeps_pixel_shape(const std::string&, const VideoFileOptions&) { return true; }
bool ffmpeg_can_hold_hdr(const std::string&, const VideoFileOptions&, int) { return false; }
}  // namespace
#endif

std::unique_ptr<VideoSink> make_video_file(const std::string& where, const VideoFileOptions& options) {
  return is_sequence(where) ? make_picture_sequence(where) : make_ffmpeg_video_file(video_path(where), options);
}

bool video_keeps_pixel_shape(const std::string& where, const VideoFileOptions& options) {
  return !is_sequence(where) && ffmpeg_keeps_pixel_shape(where, options);
}

bool video_can_hold_hdr(const std::string& where, const VideoFileOptions& options, int channels) {
  return !is_sequence(where) && ffmpeg_can_hold_hdr(video_path(where), options, channels);
}

bool video_can_hold_alpha(const std::string& where, const VideoFileOptions& options) {
  if (is_sequence(where)) return can_write_extension(std::filesystem::path(where).extension().string(), true);
  return ffmpeg_can_hold_alpha(video_path(where), options);
}

}  // namespace segme
