// session/live_file: what recordings and streams of live pictures have in common.
#pragma once

#include <string>

#include "capture/video_file.h"
#include "sink/video_file.h"

namespace segme::session {

/// For pictures of a source like `info`, encoded as they come. encoder "": a fast one.
VideoFileOptions live_file_options(const std::string& where, const VideoInfo& info, const std::string& encoder);

}  // namespace segme::session
