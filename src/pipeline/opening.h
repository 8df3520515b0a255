// pipeline/opening: how a background that has to be waited for is opened and shown. Apart from video_background, for
// where there are no video files.
#pragma once

#include <functional>
#include <string>

#include "capture/video_losses.h"

namespace segme {

/// How frames and background keep together. each: a frame waits for its picture (a file is made). live: a frame is
/// drawn before what is there, however late that is; a background that lags skips, and begins where the frames are.
enum class Pace { each, live };

/// Told of a file that was read to its end, once, on the reading thread.
using FileRead = std::function<void(const std::string& where, const VideoLosses&, const VideoRepairs&)>;

struct Opening {
  Pace pace = Pace::each;      ///< of a video
  std::function<bool()> stop;  ///< asked on any thread while a slow source is waited for; true gives up
  double silence = 0;          ///< seconds that an address may say nothing; 0: for ever
  bool late = false;           ///< an address is opened while frames go on, before black until it is there
  FileRead read = nullptr;     ///< of a video file; null: nobody is told
};

}  // namespace segme
