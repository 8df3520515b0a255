// cli/video/losses: what of a video was lost or put right on the way, in sentences for whoever reads them.
#pragma once

#include <string>
#include <vector>

#include "capture/video_file.h"
#include "cli/video/options.h"

namespace segme::cli {

/// A sentence for each kind of loss; none where all came.
std::vector<std::string> loss_sentences(const std::string& where, const VideoLosses& losses);

/// The same for what was put right and lost nothing.
std::vector<std::string> repair_sentences(const VideoCommandOptions& options, const VideoInfo& source,
                                          const VideoRepairs& repairs);

/// What is said of a video behind the person: what it lost, and pictures that its numbers lack.
std::vector<std::string> background_sentences(const std::string& where, const VideoLosses& losses,
                                              const VideoRepairs& repairs);

/// Says what live and stream have to say of a file that was read to its end.
void say_file_read(const std::string& where, const VideoLosses& losses, const VideoRepairs& repairs);
/// Whether any such file had lost something.
bool file_lost();

}  // namespace segme::cli
