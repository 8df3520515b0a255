// capture/cameras: which cameras this machine has and what each can give (Linux: V4L2).
#pragma once

#include <string>
#include <vector>

namespace segme {

struct CameraMode {
  std::string format;         ///< four letters, as --format takes them: YUYV, MJPG
  int width = 0, height = 0;  ///< 0: any size up to the device's liking
  std::vector<double> rates;  ///< frames a second, the fastest first
};

struct Camera {
  std::string device;  ///< /dev/video0
  std::string name;
  std::vector<CameraMode> modes;
};

/// Every /dev/videoN that gives pictures, in the order of N. A device that may not be opened is listed with a name that
/// says so.
std::vector<Camera> list_cameras();

/// FFmpeg's name of a pixel format that V4L2 knows by four letters ("MJPG": "mjpeg"); other texts as they are, in small
/// letters.
std::string camera_format(const std::string& text);

}  // namespace segme
