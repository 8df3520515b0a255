// cli/live/screen: where the user looks: a window, the terminal, or nowhere.
#pragma once

#include <memory>
#include <string>

#include "base/stopwatch.h"
#include "cli/live/controls.h"
#include "session/live/viewer.h"
#include "sink/terminal.h"
#include "sink/window.h"

namespace segme::cli {

class LiveScreen final : public session::LiveViewer {
 public:
  /// preview: auto | window | terminal | none. auto takes a window, else the terminal, else nothing where `elsewhere`
  /// says that the pictures have another place to go to. @throws Error(missing) with a sentence when there is no place.
  LiveScreen(const std::string& preview, bool elsewhere, LiveControls& controls);

  void look() override { controls_.look(); }
  /// Shows a picture, its matte in the corner where that is wanted, and `figures`.
  void show(const LivePicture& shown, const std::string& figures) override;
  /// The same while there is no picture yet: after a moment it says that `source` is waited for. Listens, too.
  void wait_for(const std::string& source) override;
  /// Keys that were pressed go to the controls; waits at most `milliseconds` (>= 1).
  void listen(int milliseconds) override;
  [[nodiscard]] bool quit() const override { return controls_.quit(); }
  [[nodiscard]] bool there() const override { return window_ != nullptr || terminal_ != nullptr; }

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
