// sink: where pictures go. Last station of the pipeline.
#pragma once

#include "base/image.h"

namespace segme {

class Sink {
 public:
  virtual ~Sink() = default;
  /// Takes one picture and its time in seconds. @throws Error(output)
  virtual void show(const Image& picture, double seconds) = 0;
  /// Called once after the last picture: writes what is still held back and makes the output final.
  virtual void finish() {}
};

}  // namespace segme
