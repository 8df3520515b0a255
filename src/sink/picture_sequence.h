// sink/picture_sequence: a video as numbered picture files: frames/%05d.png.
#pragma once

#include <memory>
#include <string>

#include "sink/video_file.h"

namespace segme {

/// Writes picture after picture, numbered from 1, to a place for which is_sequence() holds.
std::unique_ptr<VideoSink> make_picture_sequence(const std::string& where);

}  // namespace segme
