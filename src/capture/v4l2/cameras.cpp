// capture/v4l2/cameras: asks each device by ioctl for its formats, their sizes and their rates.
#include "capture/cameras.h"

#include <fcntl.h>
#include <linux/videodev2.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "base/ask_device.h"

namespace segme {
namespace {

constexpr std::uint32_t kMostAnswers = 1000;  // of one list; a driver that goes on for ever is broken

std::string letters(std::uint32_t format) {
  std::string text;
  for (int shift = 0; shift < 32; shift += 8) text += static_cast<char>((format >> shift) & 0x7FU);
  while (!text.empty() && text.back() == ' ') text.pop_back();
  return text;
}

double rate(const v4l2_fract& interval) {
  return interval.numerator == 0 ? 0 : static_cast<double>(interval.denominator) / interval.numerator;
}

std::vector<double> list_rates(int device, std::uint32_t format, std::uint32_t width, std::uint32_t height) {
  std::vector<double> rates;
  v4l2_frmivalenum interval{};
  interval.pixel_format = format;
  interval.width = width;
  interval.height = height;
  for (; interval.index < kMostAnswers && ask_device(device, VIDIOC_ENUM_FRAMEINTERVALS, &interval); ++interval.index) {
    const bool discrete = interval.type == V4L2_FRMIVAL_TYPE_DISCRETE;
    rates.push_back(rate(discrete ? interval.discrete : interval.stepwise.min));
    if (!discrete) break;
  }
  std::sort(rates.rbegin(), rates.rend());
  return rates;
}

void list_sizes(int device, std::uint32_t format, std::vector<CameraMode>& modes) {
  v4l2_frmsizeenum size{};
  size.pixel_format = format;
  for (; size.index < kMostAnswers && ask_device(device, VIDIOC_ENUM_FRAMESIZES, &size); ++size.index) {
    const bool discrete = size.type == V4L2_FRMSIZE_TYPE_DISCRETE;
    const std::uint32_t width = discrete ? size.discrete.width : size.stepwise.max_width;
    const std::uint32_t height = discrete ? size.discrete.height : size.stepwise.max_height;
    modes.push_back({letters(format), static_cast<int>(width), static_cast<int>(height),
                     list_rates(device, format, width, height)});
    if (!discrete) break;
  }
  if (size.index == 0) modes.push_back({letters(format), 0, 0, {}});
}

/// False when it is no camera: an output, a metadata node.
bool describe(int device, Camera& camera) {
  v4l2_capability capability{};
  if (!ask_device(device, VIDIOC_QUERYCAP, &capability)) return false;
  const std::uint32_t can =
      (capability.capabilities & V4L2_CAP_DEVICE_CAPS) != 0 ? capability.device_caps : capability.capabilities;
  if ((can & V4L2_CAP_VIDEO_CAPTURE) == 0) return false;
  camera.name = reinterpret_cast<const char*>(capability.card);
  v4l2_fmtdesc format{};
  format.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
  for (; format.index < kMostAnswers && ask_device(device, VIDIOC_ENUM_FMT, &format); ++format.index) {
    list_sizes(device, format.pixelformat, camera.modes);
  }
  return true;
}

}  // namespace

std::vector<Camera> list_cameras() {
  constexpr int kMostDevices = 256;  // minor numbers of the video class
  std::vector<Camera> cameras;
  for (int i = 0; i < kMostDevices; ++i) {
    Camera camera;
    camera.device = "/dev/video" + std::to_string(i);
    const int device = ::open(camera.device.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC);
    const int why = errno;
    if (device < 0) {
      if (why != EACCES && why != EPERM && why != EBUSY) continue;
      camera.name = std::string("(may not be opened: ") + std::strerror(why) + ")";
      cameras.push_back(std::move(camera));
      continue;
    }
    if (describe(device, camera)) cameras.push_back(std::move(camera));
    ::close(device);
  }
  return cameras;
}

std::string camera_format(const std::string& text) {
  std::string small = text;
  std::transform(small.begin(), small.end(), small.begin(), [](unsigned char c) { return std::tolower(c); });
  constexpr const char* kNames[][2] = {{"mjpg", "mjpeg"}, {"yuyv", "yuyv422"}, {"uyvy", "uyvy422"}, {"yu12", "yuv420p"},
                                       {"h264", "h264"},  {"rgb3", "rgb24"},   {"bgr3", "bgr24"},   {"grey", "gray"}};
  for (const auto& [four, name] : kNames) {
    if (small == four) return name;
  }
  return small;
}

}  // namespace segme
