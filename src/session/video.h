// session/video: one video from source to output.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "base/sources.h"
#include "capture/video_file.h"
#include "pipeline/threads.h"
#include "recipe/recipe.h"

namespace segme::session {

/// When a background video ends: it begins anew, or the output ends there.
enum class BackgroundEnd { loop, cut };

/// HDR becomes SDR, or is stored in 10 bits where the output can.
enum class Hdr { tonemap, keep };

struct VideoJobOptions {
  std::string input, output;
  double start = 0, end = 0;  ///< seconds; end 0: to the end
  BackgroundEnd background_end = BackgroundEnd::loop;
  OnResize on_resize = OnResize::letterbox;
  Deinterlace deinterlace = Deinterlace::flagged;
  Hdr hdr = Hdr::tonemap;
  double timeout = 30;  ///< seconds that an address may be silent
  int crf = -1;
  std::string encoder;
  std::string format, output_pixel_format;
  std::string input_format, pixel_format;
  int width = 0, height = 0;
  double frame_rate = 0;
  bool pictures_only = false;
  bool overwrite = false;

  Recipe recipe;             ///< engine.threads 0: half of the cores; its background may be a video
  bool matte = false;        ///< the matte itself is written
  bool transparent = false;  ///< the result has transparent places
  Sources used;              ///< files that the recipe reads: never written to
};

/// What there is to say about a video afterwards.
struct VideoResult {
  ThreadedReport report;
  VideoInfo source;
  VideoLosses losses;
  VideoRepairs repairs;
  VideoLosses background_losses;  ///< of a video behind the person
  VideoRepairs background_repairs;
  std::string model, device, encoder;
  std::vector<std::string> notes;
  bool sound_lost = false;  ///< the address broke off when it was read again for its sound
};

class VideoJob {
 public:
  struct Listener {
    std::function<void(std::size_t expected)> begins;  ///< about how many frames there will be; 0: not known
    std::function<void()> shown;                       ///< after each frame
    std::function<void()> ends;                        ///< before the output is finished
  };

  VideoJob(VideoJobOptions options, std::stop_token stop);
  /// Does it, once. Stopped, it leaves what is there of the output. @throws Error
  VideoResult run(const Listener& listener);

 private:
  VideoJobOptions options_;
  std::stop_token stop_;
  std::unique_ptr<Pipeline> pipeline_;
};

/// A summary as JSON, without an end of line.
std::string to_json(const VideoJobOptions& options, const VideoResult& result);

}  // namespace segme::session
