// cli/live/screen: see screen.h.
#include "cli/live/screen.h"

#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <string_view>
#include <thread>
#include <utility>

#include "base/error.h"
#include "base/redact.h"
#include "cli/common/progress.h"

namespace segme::cli {

namespace {

/// A terminal that knows no sequences says so with TERM=dumb.
bool can_draw() {
  const char* term = std::getenv("TERM");
  return term != nullptr && *term != '\0' && std::string_view(term) != "dumb";
}

}  // namespace

LiveScreen::LiveScreen(const std::string& preview, bool elsewhere, LiveControls& controls) : controls_(controls) {
  const std::string no_window = preview == "auto" ? why_no_window() : "";
  if (preview == "window" || (preview == "auto" && no_window.empty())) {
    window_ = make_window("SegMe");
    window_->slider("background", controls.background(), static_cast<int>(controls.backgrounds().size()) - 1,
                    [this](int value) { controls_.choose_background(slider_ = value); });
    window_->slider("blur", controls.blur(), 100, [this](int value) { controls_.set_blur(value); });
  } else if (preview == "terminal" || (preview == "auto" && ::isatty(STDOUT_FILENO) == 1 && can_draw())) {
    terminal_ = make_terminal(STDIN_FILENO, STDOUT_FILENO);
  } else if (preview == "auto" && !elsewhere) {
    throw Error(ExitCode::missing, no_window);
  }
}

void LiveScreen::show(const LivePicture& shown, const std::string& figures) {
  const Image& picture = shown.picture;
  const Matte& matte = shown.matte;
  waits_ = false;
  black_.resize(0, 0, 3);
  if (window_ != nullptr) {
    overlay_.matte = controls_.inset() ? &matte : nullptr;
    overlay_.lines = controls_.help();
    if (controls_.figures()) overlay_.lines.insert(overlay_.lines.begin(), figures);
    overlay_.message = controls_.message();
    window_->show(picture, overlay_);
    if (slider_ != controls_.background()) {  // the key b has moved on
      slider_ = controls_.background();
      window_->move_slider("background", slider_);
    }
    seen_ = true;
  } else if (terminal_ != nullptr) {
    overlay_.matte = controls_.inset() ? &matte : nullptr;
    overlay_.lines = controls_.help();
    overlay_.message = controls_.message().empty() && controls_.figures() ? figures : controls_.message();
    terminal_->show(picture, overlay_);
  }
  controls_.shown();
}

void LiveScreen::wait_for(const std::string& source) {
  constexpr double kSoon = 300;  // milliseconds: most are open by then, and black would only flicker
  if (!std::exchange(waits_, true)) waiting_ = Stopwatch();
  if (waiting_.milliseconds() > kSoon && black_.empty()) {
    black_.resize(640, 360, 3);
    black_.fill(0);
    const std::string line = "waiting for " + without_secrets(source);
    overlay_ = {};
    overlay_.message = line;
    if (window_ != nullptr) {
      window_->show(black_, overlay_);
      seen_ = true;
    } else if (terminal_ != nullptr) {
      terminal_->show(black_, overlay_);
    }
  }
  listen(1);
}

void LiveScreen::listen(int milliseconds) {
  if (window_ != nullptr) {
    for (const char key : window_->keys(milliseconds)) controls_.press(key);
    if (seen_ && !window_->open()) controls_.press('q');
    return;
  }
  if (terminal_ != nullptr) {
    for (int key = terminal_->key(); key >= 0; key = terminal_->key()) controls_.press(key);
  }
  if (milliseconds > 1) std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
}

}  // namespace segme::cli
