// cli/live/screen: where the user looks: a window, the terminal, or nowhere.
#pragma once

#include <memory>
#include <string>

#include "base/stopwatch.h"
#include "cli/live/controls.h"
#include "sink/terminal.h"
#include "sink/window.h"

namespace segme::cli {

class LiveScreen {
 public:
  /// preview: auto | window | terminal | none. auto takes a window, else the terminal, else nothing where `elsewhere`
  /// says that the pictures have another place to go to. @throws Error(missing) with a sentence when there is no place.
  LiveScreen(const std::string& preview, bool elsewhere, LiveControls& controls);

  /// Shows a picture, its matte in the corner where that is wanted, and `figures`.
  void show(const Image& picture, const Matte& matte, const std::string& figures);
  /// The same while there is no picture yet: after a moment it says that `source` is waited for. Listens, too.
  void wait_for(const std::string& source);
  /// Keys that were pressed go to the controls; waits at most `milliseconds` (>= 1).
  void listen(int milliseconds);
  /// Whether somebody may be looking.
  [[nodiscard]] bool there() const { return window_ != nullptr || terminal_ != nullptr; }

 private:
  LiveControls& controls_;
  std::unique_ptr<Window> window_;
  std::unique_ptr<Terminal> terminal_;
  Overlay overlay_;
  int slider_ = 0;
  Image black_;
  Stopwatch waiting_;
  bool waits_ = false;  // for a source, and has said nothing of it yet
  bool seen_ = false;   // a window that was never shown is not open yet
};

}  // namespace segme::cli
