// sink/picture_sequence: a video as numbered picture files: frames/%05d.png.
#pragma once

#include <memory>
#include <string>

#include "sink/video_file.h"

namespace segme {

/// True when the name has a place for a number: %d, %5d or %05d.
bool is_sequence(const std::string& where);

/// Writes picture after picture, numbered from 1. @throws Error(usage) when its extension is no picture's.
std::unique_ptr<VideoSink> make_picture_sequence(const std::string& where);

}  // namespace segme
