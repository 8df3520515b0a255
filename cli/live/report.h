// cli/live/report: the figures of a live run in words, at its end.
#pragma once

#include "capture/video_file.h"
#include "session/live/report.h"

namespace segme::cli {

/// To standard error.
void print_report(const session::LiveReport& report, const VideoInfo& info);

}  // namespace segme::cli
