// session/live/viewer: whoever looks at live pictures and steers: a window, a terminal, a page, or nobody.
#pragma once

#include <string>

#include "pipeline/live.h"

namespace segme::session {

class LiveViewer {
 public:
  virtual ~LiveViewer() = default;
  /// Called before each frame: takes over what was waited for.
  virtual void look() {}
  /// `figures`: "29.9/s  delay 21 ms  net 11 ms".
  virtual void show(const LivePicture& picture, const std::string& figures) = 0;
  /// There is no picture yet: `source` is waited for. Listens, too.
  virtual void wait_for(const std::string& source) = 0;
  /// Waits at most `milliseconds` (>= 1) for whoever steers.
  virtual void listen(int milliseconds) = 0;
  /// Whether somebody may be looking.
  [[nodiscard]] virtual bool there() const = 0;
  /// Whether they want it to end.
  [[nodiscard]] virtual bool quit() const = 0;
};

}  // namespace segme::session
