// cli/bench/frames: whole frames to measure with, from where they come to where they go: a picture file that is decoded
// and encoded anew each time, a clip or a camera, or a drawn person.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "base/image.h"

namespace segme::cli {

class Frames {
 public:
  virtual ~Frames() = default;
  /// Reads or draws the next one: its decoding is what is timed. @throws Error(input)
  virtual void next(Frame& frame) = 0;
  /// Encodes a picture as a file of its kind would hold it. @throws Error(output)
  virtual void encode(const Image& picture) = 0;
};

/// How a clip or a camera is opened; the program without FFmpeg has none. width x height 0: as they come.
using OpenClip = std::function<std::unique_ptr<Frames>(const std::string& where, int width, int height)>;

/// Whether this is no picture file, but what OpenClip opens.
bool is_clip(const std::string& input);

/// A drawn person where `input` is "", of 1280x720 where no size is given.
/// @throws Error(input)
std::unique_ptr<Frames> open_frames(const std::string& input, std::pair<int, int> size, const OpenClip& open_clip);

}  // namespace segme::cli
