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

ScreenSize screen_size() {
  void* library = ::dlopen("libX11.so.6", RTLD_NOW | RTLD_LOCAL);  // Qt has it loaded
  if (library == nullptr) return {};
  const auto open = reinterpret_cast<void* (*)(const char*)>(::dlsym(library, "XOpenDisplay"));
  const auto close = reinterpret_cast<int (*)(void*)>(::dlsym(library, "XCloseDisplay"));
  const auto screen = reinterpret_cast<int (*)(void*)>(::dlsym(library, "XDefaultScreen"));
  const auto width = reinterpret_cast<int (*)(void*, int)>(::dlsym(library, "XDisplayWidth"));
  const auto height = reinterpret_cast<int (*)(void*, int)>(::dlsym(library, "XDisplayHeight"));
  if (open == nullptr || close == nullptr || screen == nullptr || width == nullptr || height == nullptr) return {};
  void* display = open(nullptr);
  if (display == nullptr) return {};
  const ScreenSize size{width(display, screen(display)), height(display, screen(display))};
  close(display);
  return size;
}

}  // namespace segme::highgui
