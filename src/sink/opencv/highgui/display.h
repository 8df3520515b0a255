// sink/opencv/highgui: see sink/window.h.
#pragma once

#include <memory>
#include <string>

#include "sink/window.h"

namespace segme::highgui {

/// Why the display cannot be used, as a sentence; empty when it can. Qt, which is behind highgui, ends the process of
/// whoever asks for a window without a display.
std::string why_no_display();

/// Pixels of the screen; 0: not known.
struct ScreenSize {
  int width = 0, height = 0;
};
ScreenSize screen_size();

std::unique_ptr<Window> make_window(const std::string& title);

}  // namespace segme::highgui
