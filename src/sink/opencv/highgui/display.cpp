// sink/opencv/highgui/display: asks the X server itself, through its own library, whether it lets us in.
#include "sink/opencv/highgui/display.h"

#include <dlfcn.h>

#include <cstdlib>

namespace segme::highgui {

std::string why_no_display() {
  const char* platform = std::getenv("QT_QPA_PLATFORM");
  if (platform != nullptr && std::string(platform).starts_with("offscreen")) return "";
  const char* name = std::getenv("DISPLAY");
  if (name == nullptr || *name == '\0') {
    return "there is no display: DISPLAY is not set. Run it in a desktop, or show the pictures in a terminal or "
           "nowhere.";
  }
  void* library = ::dlopen("libX11.so.6", RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr)
    return "there is no libX11 on this machine, so no window. Show the pictures in a terminal or nowhere.";
  using Open = void* (*)(const char*);
  using Close = int (*)(void*);
  const auto open = reinterpret_cast<Open>(::dlsym(library, "XOpenDisplay"));
  const auto close = reinterpret_cast<Close>(::dlsym(library, "XCloseDisplay"));
  void* display = open != nullptr && close != nullptr ? open(name) : nullptr;
  if (display != nullptr) close(display);
  if (display != nullptr) return "";  // the library stays loaded: Qt will want it
  ::dlclose(library);
  return "the display '" + std::string(name) +
         "' refuses the connection. Set DISPLAY, or show the pictures in a terminal or nowhere.";
}

}  // namespace segme::highgui
