// sink/virtual_camera: a camera that other programs see (Linux: v4l2loopback), fed with our pictures.
#pragma once

#include <memory>
#include <string>

#include "sink/sink.h"

namespace segme {

class VirtualCamera : public Sink {
 public:
  /// Whether some program is looking at it right now. Always true where the driver does not tell (before 0.13).
  virtual bool watched() = 0;
};

/// Opens the device as an output of that size (made even); show() makes what has another size as large as fits,
/// on black; transparent places become black. @throws Error(output) when it is not there, is no virtual camera, or
/// refuses.
std::unique_ptr<VirtualCamera> make_virtual_camera(const std::string& device, int width, int height);

}  // namespace segme
