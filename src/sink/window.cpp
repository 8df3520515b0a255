// sink/window: where this build has no OpenCV highgui.
#include "sink/window.h"

#include "sink/opencv/highgui/display.h"

namespace segme {

#if defined(SEGME_HAS_HIGHGUI)

std::string why_no_window() { return highgui::why_no_display(); }

std::unique_ptr<Window> make_window(const std::string& title) {
  if (const std::string why = why_no_window(); !why.empty()) throw Error(ExitCode::missing, why);
  return highgui::make_window(title);
}

#else

std::string why_no_window() {
  return "this build has no window: OpenCV's highgui was not there when it was built. Install libopencv-highgui-dev "
         "and "
         "build again, or show the pictures in a terminal.";
}

std::unique_ptr<Window> make_window(const std::string&) { throw Error(ExitCode::missing, why_no_window()); }

#endif

}  // namespace segme
