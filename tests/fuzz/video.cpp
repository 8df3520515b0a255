// tests/fuzz/video: headers of Y4M and raw video, containers, playlists, as open_video takes them. FFmpeg reads no
// other file than the one, and no address.
#include <memory>

#include "capture/video_file.h"
#include "tests/fuzz/targets.h"

namespace segme::fuzz {
namespace {

constexpr int kMostFrames = 20;

VideoOptions draw_options(Draw& draw) {
  constexpr const char* kFormats[] = {"", "yuv4mpegpipe", "rawvideo", "hls", "concat", "mpegts", "matroska", "mp4"};
  constexpr const char* kPixelFormats[] = {"rgb24", "yuv420p", "nv12", "gray", "yuv420p10le", "nonsense"};
  VideoOptions options;
  options.format = kFormats[draw.below(std::size(kFormats))];
  options.threads = 1;
  options.more = {{"protocol_whitelist", "file"}};
  if (options.format == "rawvideo") {
    options.width = draw.byte();
    options.height = draw.byte();
    options.frame_rate = draw.byte();
    options.pixel_format = kPixelFormats[draw.below(std::size(kPixelFormats))];
  }
  const std::uint8_t more = draw.byte();
  options.square_pixels = (more & 1U) != 0;
  options.start = (more & 2U) != 0 ? 0.5 : 0;
  options.end = (more & 4U) != 0 ? 0.9 : 0;
  return options;
}

/// What the format is and how it is opened stands before the file.
void run_video(Bytes bytes) {
  Draw draw(bytes);
  const VideoOptions options = draw_options(draw);
  allow_errors([&] {
    const std::unique_ptr<VideoSource> source = open_video(as_file(draw.rest(), "fuzz.video").string(), options);
    const VideoInfo info = source->info();
    Frame frame;
    for (int i = 0; i < kMostFrames && source->next(frame); ++i) {
      SEGME_CHECK(frame.image.width() == info.width && frame.image.height() == info.height);
    }
  });
}

}  // namespace

const Target video{"video", run_video};

}  // namespace segme::fuzz
