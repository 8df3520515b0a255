// cli/live_controls: see live_controls.h.
#include "cli/live_controls.h"

#include <algorithm>
#include <memory>

#include "base/error.h"
#include "recipe/background.h"

namespace segme::cli {
namespace {

constexpr int kEscape = 27;

struct FilterKey {
  int key;
  const char* filter;
  const char* says;
};
constexpr FilterKey kFilters[] = {{'a', "alpha", "plain blending"},
                                  {'c', "colour_transfer", "the background's colours on the person"},
                                  {'s', "seamless_clone", "Poisson blending"},
                                  {'m', "smooth_step", "a firmer edge"},
                                  {'h', "harmonise", "the person lit as the background is"}};

/// @throws Error when the filter will not draw before this background.
std::unique_ptr<Renderer> make_look(const std::string& filter, const std::string& background, const std::string& fit) {
  return make_rendering(filter == "alpha" ? "" : filter, background, fit);
}

}  // namespace

LiveControls::LiveControls(Pipeline& pipeline, const LiveCommandOptions& options)
    : pipeline_(pipeline), fit_(options.fit), backgrounds_{options.background} {
  for (const std::string& text : options.backgrounds) backgrounds_.push_back(text);
  for (const char* usual : {"blur", "#00ff00", "none"}) {
    if (std::find(backgrounds_.begin(), backgrounds_.end(), usual) == backgrounds_.end()) backgrounds_.push_back(usual);
  }
  if (options.matte) {
    pipeline_.set_renderer(make_renderer("matte_view"));
  } else {
    if (!options.render.empty()) filter_ = options.render;
    pipeline_.set_renderer(make_look(filter_, background_text(0), fit_));
  }
}

std::string LiveControls::background_text(int number) const {
  const std::string& text = backgrounds_[static_cast<std::size_t>(number)];
  if (text != "blur") return text;
  return "blur:strength=" + std::to_string(blur_ / 10) + "." + std::to_string(blur_ % 10);
}

/// Leaves all as it is, and says why, when that cannot be drawn.
bool LiveControls::draw_with(const std::string& filter, int background) {
  try {
    pipeline_.set_renderer(make_look(filter, background_text(background), fit_));
  } catch (const Error& error) {
    say(error.what());
    return false;
  }
  filter_ = filter;
  at_ = background;
  return true;
}

void LiveControls::recapture() {
  if (!pipeline_.segmenter().recapture()) return say("there is no plate: --method bgsub compares with one");
  say("the plate is captured anew: nobody should be in the picture");
}

void LiveControls::choose_background(int number) {
  const int held = std::clamp(number, 0, static_cast<int>(backgrounds_.size()) - 1);
  if (held != at_ && draw_with(filter_, held)) say("background: " + backgrounds_[static_cast<std::size_t>(held)]);
}

void LiveControls::set_blur(int tenths) {
  blur_ = std::clamp(tenths, 1, 200);
  if (backgrounds_[static_cast<std::size_t>(at_)] == "blur") draw_with(filter_, at_);
}

void LiveControls::press(int key) {
  for (const FilterKey& one : kFilters) {
    if (key == one.key && draw_with(one.filter, at_)) say(std::string(one.filter) + ": " + one.says);
  }
  switch (key) {
    case 'b': choose_background((at_ + 1) % static_cast<int>(backgrounds_.size())); break;
    case 'p': inset_ = !inset_; break;
    case 'r': recapture(); break;
    case 'i': figures_ = !figures_; break;
    case '?': help_ = !help_; break;
    case 'q':
    case kEscape: quit_ = true; break;
    default: break;
  }
}

std::vector<std::string> LiveControls::help() const {
  if (!help_) return {};
  std::vector<std::string> lines;
  for (const FilterKey& one : kFilters) {
    lines.push_back(std::string(1, static_cast<char>(one.key)) + "  " + one.filter + ": " + one.says +
                    (one.filter == filter_ ? "  <" : ""));
  }
  lines.push_back("b  next background, now " + backgrounds_[static_cast<std::size_t>(at_)]);
  for (const char* line :
       {"p  the matte in the corner", "r  the plate anew (--method bgsub)", "i  figures", "?  this", "q  end"})
    lines.emplace_back(line);
  return lines;
}

void LiveControls::say(const std::string& message) {
  message_ = message;
  message_left_ = kMessagePictures;
}

void LiveControls::shown() {
  if (message_left_ > 0 && --message_left_ == 0) message_.clear();
}

}  // namespace segme::cli
