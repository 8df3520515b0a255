// base/ask_device: ioctl(), for what talks to cameras, real and virtual.
#pragma once

#include <sys/ioctl.h>

#include <cerrno>

namespace segme {

/// ioctl() that goes on after a signal. False when the device refuses; errno says why.
template <class Argument>
bool ask_device(int device, unsigned long request, Argument* argument) {  // NOLINT(google-runtime-int): as ioctl has it
  int result = 0;
  do {
    result = ::ioctl(device, request, argument);
  } while (result != 0 && errno == EINTR);
  return result == 0;
}

}  // namespace segme
