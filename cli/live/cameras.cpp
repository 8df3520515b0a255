// cli/live/cameras: see cameras.h.
#include "cli/live/cameras.h"

#include <cstdio>
#include <vector>

#include "capture/cameras.h"

namespace segme::cli {

void print_cameras() {
  const std::vector<Camera> cameras = list_cameras();
  if (cameras.empty()) std::puts("no camera: there is no /dev/video* that gives pictures");
  for (const Camera& camera : cameras) {
    std::printf("%s  %s\n", camera.device.c_str(), camera.name.c_str());
    for (const CameraMode& mode : camera.modes) {
      std::printf("  --format %s", mode.format.c_str());
      if (mode.width > 0) std::printf(" --size %dx%d", mode.width, mode.height);
      const char* between = "   fps ";
      for (const double rate : mode.rates) {
        std::printf("%s%g", between, rate);
        between = ", ";
      }
      std::printf("\n");
    }
  }
}

}  // namespace segme::cli
