// sink/video_file: numbered pictures need nothing; all else needs FFmpeg.
#include "sink/video_file.h"

#include <filesystem>

#include "base/name_pattern.h"
#include "sink/image_file.h"
#include "sink/picture_sequence.h"

namespace segme {

#if defined(SEGME_HAS_FFMPEG)
std::unique_ptr<VideoSink> make_ffmpeg_video_file(const std::string& where, const VideoFileOptions& options);
bool ffmpeg_can_hold_alpha(const std::string& where, const VideoFileOptions& options);
bool ffmpeg_keeps_pixel_shape(const std::string& where, const VideoFileOptions& options);
#else
namespace {
std::unique_ptr<VideoSink> make_ffmpeg_video_file(const std::string& where, const VideoFileOptions&) {
  throw Error(ExitCode::missing, "cannot write the video '" + where +
                                     "': this build has no FFmpeg. Install libavformat-dev, libavcodec-dev, "
                                     "libavdevice-dev, libavfilter-dev and libswscale-dev, then build again.");
}
bool ffmpeg_can_hold_alpha(const std::string&, const VideoFileOptions&) { return true; }
bool ffmpeg_keeps_pixel_shape(const std::string&, const VideoFileOptions&) { return true; }
}  // namespace
#endif

bool is_url(const std::string& where) {
  const std::size_t colon = where.find("://");
  return colon != std::string::npos && colon > 0 && where.find('/') > colon;
}

bool is_sequence(const std::string& where) {
  return !is_url(where) && can_write_extension(std::filesystem::path(where).extension().string(), false) &&
         NamePattern(where).has_places();
}

std::string video_path(const std::string& where) {
  if (is_url(where) || is_sequence(where)) return where;
  std::string path;
  for (std::size_t i = 0; i < where.size(); ++i) {
    path += where[i];
    if (where.compare(i, 2, "%%") == 0) ++i;
  }
  return path;
}

std::unique_ptr<VideoSink> make_video_file(const std::string& where, const VideoFileOptions& options) {
  return is_sequence(where) ? make_picture_sequence(where) : make_ffmpeg_video_file(video_path(where), options);
}

bool video_keeps_pixel_shape(const std::string& where, const VideoFileOptions& options) {
  return !is_sequence(where) && ffmpeg_keeps_pixel_shape(where, options);
}

bool video_can_hold_alpha(const std::string& where, const VideoFileOptions& options) {
  if (is_sequence(where)) return can_write_extension(std::filesystem::path(where).extension().string(), true);
  return ffmpeg_can_hold_alpha(video_path(where), options);
}

}  // namespace segme
