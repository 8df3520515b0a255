// sink/window: a window with sliders and keys, for `segme live`. Built on OpenCV's highgui (sink/opencv/highgui).
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "sink/overlay.h"
#include "sink/sink.h"

namespace segme {

class Window : public Sink {
 public:
  using Sink::show;
  /// Shows a picture of 1, 3 or 4 channels (transparent places on a checkerboard) under its overlay.
  virtual void show(const Image& picture, const Overlay& overlay) = 0;
  /// Lets the window work for `milliseconds` (>= 1), or until a key is pressed: all that were since the last call, in
  /// their order, as letters of ASCII.
  virtual std::string keys(int milliseconds) = 0;
  /// False when the user has closed it.
  [[nodiscard]] virtual bool open() const = 0;
  /// A slider from 0 to `most`; `moved` is called from keys() with its new value.
  virtual void slider(const std::string& name, int value, int most, std::function<void(int)> moved) = 0;
  /// Puts a slider to another value, which calls its `moved`.
  virtual void move_slider(const std::string& name, int value) = 0;
};

/// Why no window can be opened here, as a sentence; empty when one can.
std::string why_no_window();

/// Opens a window of that title. @throws Error(missing) with the sentence of why_no_window().
std::unique_ptr<Window> make_window(const std::string& title);

}  // namespace segme
