// capture: where frames come from. First station of the pipeline.
#pragma once

#include "base/image.h"

namespace segme {

class Capture {
 public:
  virtual ~Capture() = default;
  /// Puts the next frame into `frame` (its buffers are reused) and returns true; false when the stream has ended.
  /// @throws Error(input) when the source breaks.
  virtual bool next(Frame& frame) = 0;
};

}  // namespace segme
