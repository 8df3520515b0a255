// sink/v4l2/camera: writes frames into a v4l2loopback device by write(), as YUYV, which every program reads. The driver
// tells by an event whether anybody is reading.
#include <fcntl.h>
#include <linux/videodev2.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/ask_device.h"
#include "sink/fitted.h"
#include "sink/virtual_camera.h"

namespace segme {
namespace {

/// v4l2loopback's own event, since 0.13: its first 32 bits of data are the number of readers that stream.
constexpr std::uint32_t kClientUsage = V4L2_EVENT_PRIVATE_START + 0x08E00000U + 1U;

[[noreturn]] void fail(const std::string& device, const std::string& what) {
  throw Error(ExitCode::output, "cannot use '" + device + "' as a virtual camera: " + what);
}

std::string how_to_load(const std::string& device) {
  const std::size_t digit = device.find_last_not_of("0123456789") + 1;
  const std::string number = digit < device.size() ? device.substr(digit) : "10";
  return " Load the driver: modprobe v4l2loopback video_nr=" + number + " exclusive_caps=1 card_label=SegMe.";
}

/// Full-range sRGB to YUYV, BT.601 and limited range, as cameras give it; two pixels share their chroma.
void to_yuyv(const Image& rgb, Buffer<std::uint8_t>& out) {
  out.resize(static_cast<std::size_t>(rgb.width()) * static_cast<std::size_t>(rgb.height()) * 2);
  std::uint8_t* to = out.data();
  const std::uint8_t* from = rgb.data();
  for (std::size_t i = 0; i < out.size() / 4; ++i, from += 6, to += 4) {
    const int red = from[0] + from[3], green = from[1] + from[4], blue = from[2] + from[5];
    const auto luma = [](const std::uint8_t* p) {
      return static_cast<std::uint8_t>(((66 * p[0] + 129 * p[1] + 25 * p[2] + 128) >> 8) + 16);
    };
    to[0] = luma(from);
    to[1] = static_cast<std::uint8_t>(((-38 * red - 74 * green + 112 * blue + 256) >> 9) + 128);
    to[2] = luma(from + 3);
    to[3] = static_cast<std::uint8_t>(((112 * red - 94 * green - 18 * blue + 256) >> 9) + 128);
  }
}

class V4l2Camera final : public VirtualCamera {
 public:
  V4l2Camera(std::string device, int width, int height) : device_(std::move(device)), width_(width), height_(height) {
    descriptor_ = ::open(device_.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC);
    if (descriptor_ < 0) {
      const int why = errno;
      if (why == EBUSY) fail(device_, "another program writes to it. Close that program, or give another device.");
      fail(device_,
           std::string(std::strerror(why)) + "." +
               (why == EACCES ? " Join the group 'video', or ask for the right to write it." : how_to_load(device_)));
    }
    try {
      check_device();
      set_format();
    } catch (...) {
      ::close(descriptor_);
      throw;
    }
    subscribe();
  }
  V4l2Camera(const V4l2Camera&) = delete;
  V4l2Camera& operator=(const V4l2Camera&) = delete;
  ~V4l2Camera() override { ::close(descriptor_); }

  void show(const Image& picture, double seconds) override;
  bool watched() override;

 private:
  void check_device();
  void set_format();
  void subscribe();
  const Image& fitted(const Image& picture);

  std::string device_;
  int width_, height_;
  int descriptor_ = -1;
  bool tells_ = false;
  std::uint32_t readers_ = 0;
  Image opaque_, scaled_, placed_;
  Buffer<std::uint8_t> bytes_;
};

void V4l2Camera::check_device() {
  v4l2_capability capability{};
  if (!ask_device(descriptor_, VIDIOC_QUERYCAP, &capability))
    fail(device_, "it is no video device." + how_to_load(device_));
  const std::uint32_t can =
      (capability.capabilities & V4L2_CAP_DEVICE_CAPS) != 0 ? capability.device_caps : capability.capabilities;
  if ((can & V4L2_CAP_VIDEO_OUTPUT) == 0) {
    fail(device_, "'" + std::string(reinterpret_cast<const char*>(capability.card)) +
                      "' takes no pictures: it is a real camera. Give the device of v4l2loopback.");
  }
}

void V4l2Camera::set_format() {
  v4l2_format format{};
  format.type = V4L2_BUF_TYPE_VIDEO_OUTPUT;
  format.fmt.pix.width = static_cast<std::uint32_t>(width_);
  format.fmt.pix.height = static_cast<std::uint32_t>(height_);
  format.fmt.pix.pixelformat = V4L2_PIX_FMT_YUYV;
  format.fmt.pix.field = V4L2_FIELD_NONE;
  format.fmt.pix.bytesperline = static_cast<std::uint32_t>(2 * width_);
  format.fmt.pix.sizeimage = 2 * static_cast<std::uint32_t>(width_) * static_cast<std::uint32_t>(height_);
  format.fmt.pix.colorspace = V4L2_COLORSPACE_SRGB;
  const bool set = ask_device(descriptor_, VIDIOC_S_FMT, &format);
  if (!set || format.fmt.pix.pixelformat != V4L2_PIX_FMT_YUYV) {
    fail(device_, "it refuses YUYV at " + std::to_string(width_) + "x" + std::to_string(height_) +
                      (set ? "" : " (" + std::string(std::strerror(errno)) + ")") +
                      ". Close the programs that use it, or load v4l2loopback again.");
  }
  // A device that is read already keeps the size that its readers have.
  width_ = static_cast<int>(format.fmt.pix.width);
  height_ = static_cast<int>(format.fmt.pix.height);
}

void V4l2Camera::subscribe() {
  v4l2_event_subscription subscription{};
  subscription.type = kClientUsage;
  subscription.flags = V4L2_EVENT_SUB_FL_SEND_INITIAL;
  tells_ = ask_device(descriptor_, VIDIOC_SUBSCRIBE_EVENT, &subscription);
}

bool V4l2Camera::watched() {
  v4l2_event event{};
  while (tells_ && ask_device(descriptor_, VIDIOC_DQEVENT, &event)) {
    if (event.type == kClientUsage) std::memcpy(&readers_, event.u.data, sizeof readers_);
  }
  return !tells_ || readers_ > 0;
}

const Image& V4l2Camera::fitted(const Image& picture) {
  const Image* from = &picture;
  if (picture.channels() != 3) {
    opaque_.resize(picture.width(), picture.height(), 3);
    const int channels = picture.channels();
    const std::uint8_t* in = picture.data();
    for (std::uint8_t* out = opaque_.data(); out != opaque_.data() + opaque_.size(); out += 3, in += channels) {
      const int alpha = channels == 4 ? in[3] : 255;
      for (int c = 0; c < 3; ++c) out[c] = static_cast<std::uint8_t>(in[channels < 3 ? 0 : c] * alpha / 255);
    }
    from = &opaque_;
  }
  return fit_whole(*from, width_, height_, scaled_, placed_);
}

void V4l2Camera::show(const Image& picture, double) {
  if (picture.empty()) return;
  to_yuyv(fitted(picture), bytes_);
  ssize_t written = 0;
  do {
    written = ::write(descriptor_, bytes_.data(), bytes_.size());
  } while (written < 0 && errno == EINTR);
  // Full: its readers are slower than we are, and get the next one.
  if (written < 0 && errno != EAGAIN) fail(device_, std::string(std::strerror(errno)) + ". Was the driver unloaded?");
}

}  // namespace

std::unique_ptr<VirtualCamera> make_virtual_camera(const std::string& device, int width, int height) {
  SEGME_CHECK(width >= 1 && height >= 1);
  return std::make_unique<V4l2Camera>(device, std::max(2, width / 2 * 2), std::max(2, height / 2 * 2));
}

}  // namespace segme
