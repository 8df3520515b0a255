// A stand-in for v4l2loopback and a camera, loaded before the program (LD_PRELOAD) where no driver can be: /dev/video77
// is a virtual camera whose frames go to the file $SHIM_FRAMES, /dev/video78 a real one that only lists what it can.
// The number in the file $SHIM_READERS is how many programs look.
#include <dlfcn.h>
#include <fcntl.h>
#include <linux/videodev2.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdarg>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace {

constexpr std::uint32_t kClientUsage = 0x08000000U + 0x08E00000U + 1U;
int output = -1, camera = -1;
std::uint32_t told = 0;

std::uint32_t readers() {
  unsigned count = 0;
  std::FILE* file = std::fopen(std::getenv("SHIM_READERS"), "r");
  if (file == nullptr) return 0;
  if (std::fscanf(file, "%u", &count) != 1) count = 0;
  std::fclose(file);
  return count;
}

int refuse(int code) {
  errno = code;
  return -1;
}

int capability(void* argument, std::uint32_t can, const char* name) {
  auto& answer = *static_cast<v4l2_capability*>(argument);
  std::memset(&answer, 0, sizeof answer);
  answer.capabilities = can | V4L2_CAP_DEVICE_CAPS;
  answer.device_caps = can;
  std::snprintf(reinterpret_cast<char*>(answer.card), sizeof answer.card, "%s", name);
  return 0;
}

int answer_output(unsigned long request, void* argument) {
  if (request == VIDIOC_QUERYCAP) return capability(argument, V4L2_CAP_VIDEO_OUTPUT, "Stand-in");
  if (request == VIDIOC_S_FMT) {
    const auto& format = static_cast<v4l2_format*>(argument)->fmt.pix;
    std::fprintf(stderr, "shim: format %.4s %ux%u\n", reinterpret_cast<const char*>(&format.pixelformat), format.width,
                 format.height);
    return std::getenv("SHIM_REFUSES") != nullptr ? refuse(EBUSY) : 0;
  }
  if (request == VIDIOC_SUBSCRIBE_EVENT) return std::getenv("SHIM_OLD") != nullptr ? refuse(EINVAL) : 0;
  if (request == VIDIOC_DQEVENT) {
    const std::uint32_t now = readers();
    if (now == told) return refuse(ENOENT);
    told = now;
    auto& event = *static_cast<v4l2_event*>(argument);
    std::memset(&event, 0, sizeof event);
    event.type = kClientUsage;
    std::memcpy(event.u.data, &now, sizeof now);
    return 0;
  }
  return refuse(ENOTTY);
}

int answer_camera(unsigned long request, void* argument) {
  if (request == VIDIOC_QUERYCAP) return capability(argument, V4L2_CAP_VIDEO_CAPTURE, "Stand-in camera");
  if (request == VIDIOC_ENUM_FMT) {
    auto& format = *static_cast<v4l2_fmtdesc*>(argument);
    if (format.index > 1) return refuse(EINVAL);
    format.pixelformat = format.index == 0 ? V4L2_PIX_FMT_MJPEG : V4L2_PIX_FMT_YUYV;
    return 0;
  }
  if (request == VIDIOC_ENUM_FRAMESIZES) {
    auto& size = *static_cast<v4l2_frmsizeenum*>(argument);
    if (size.index > 1) return refuse(EINVAL);
    size.type = V4L2_FRMSIZE_TYPE_DISCRETE;
    size.discrete = {size.index == 0 ? 1280U : 640U, size.index == 0 ? 720U : 480U};
    return 0;
  }
  if (request == VIDIOC_ENUM_FRAMEINTERVALS) {
    auto& interval = *static_cast<v4l2_frmivalenum*>(argument);
    if (interval.index > 1) return refuse(EINVAL);
    interval.type = V4L2_FRMIVAL_TYPE_DISCRETE;
    interval.discrete = {1, interval.index == 0 ? 15U : 30U};
    return 0;
  }
  return refuse(ENOTTY);
}

template <class Function>
Function* real(const char* name) {
  return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

int open_instead(const char* path, int flags, mode_t mode) {
  static const auto next = real<int(const char*, int, mode_t)>("open");
  const bool ours = std::strcmp(path, "/dev/video77") == 0 || std::strcmp(path, "/dev/video78") == 0;
  if (ours && std::getenv("SHIM_BUSY") != nullptr) return refuse(EBUSY);
  if (std::strcmp(path, "/dev/video77") == 0) {
    return output = next(std::getenv("SHIM_FRAMES"), O_WRONLY | O_CREAT | O_APPEND, 0600);
  }
  if (std::strcmp(path, "/dev/video78") == 0) {
    camera = next("/dev/null", O_RDWR, 0);
    if (output == camera) output = -1;  // closed since
    return camera;
  }
  return next(path, flags, mode);
}

}  // namespace

// The C library calls its parameters by names that nobody may use.
// NOLINTBEGIN(readability-inconsistent-declaration-parameter-name)
extern "C" int open(const char* path, int flags, ...) {
  std::va_list rest;
  va_start(rest, flags);
  const mode_t mode = (flags & O_CREAT) != 0 ? va_arg(rest, mode_t) : 0;
  va_end(rest);
  return open_instead(path, flags, mode);
}

extern "C" int open64(const char* path, int flags, ...) {
  std::va_list rest;
  va_start(rest, flags);
  const mode_t mode = (flags & O_CREAT) != 0 ? va_arg(rest, mode_t) : 0;
  va_end(rest);
  return open_instead(path, flags, mode);
}

extern "C" int ioctl(int device, unsigned long request, ...) noexcept {
  std::va_list rest;
  va_start(rest, request);
  void* argument = va_arg(rest, void*);
  va_end(rest);
  if (device >= 0 && device == output) return answer_output(request, argument);
  if (device >= 0 && device == camera) return answer_camera(request, argument);
  static const auto next = real<int(int, unsigned long, void*)>("ioctl");
  return next(device, request, argument);
}
// NOLINTEND(readability-inconsistent-declaration-parameter-name)
