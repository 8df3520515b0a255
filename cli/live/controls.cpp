// cli/live/controls: see controls.h.
#include "cli/live/controls.h"

#include <algorithm>
#include <chrono>
#include <exception>
#include <filesystem>
#include <system_error>
#include <utility>

#include "base/error.h"
#include "base/redact.h"
#include "cli/common/interrupt.h"
#include "cli/video/losses.h"
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

constexpr std::chrono::seconds kFirstFile{2};  // the first background is waited for so long, where it is a file

bool is_url(const std::string& background) { return background.find("://") != std::string::npos; }

/// What takes time to open: a large picture, the index of a long video, a server, a pipe that nobody writes to.
bool is_slow(const std::string& background) {
  std::error_code ignored;
  return is_url(background) ||
         (!is_in_table(all_backgrounds(), background) && std::filesystem::exists(background, ignored));
}

std::shared_ptr<Background> open(const std::string& background, Fit fit, const std::stop_token& stop) {
  const auto stopped = [stop] { return stop.stop_requested() || interrupted(); };
  return open_background(background, fit, {Pace::live, stopped, 0, false, say_file_read});
}

}  // namespace

/// A background that is opened aside, so that the window goes on.
struct LiveControls::Awaited {
  std::string filter;
  int number = 0;
  std::string text;
  std::shared_ptr<Background> behind;  // both are written before the work has ended
  std::exception_ptr failure;
};

LiveControls::LiveControls(Pipeline& pipeline, const LiveCommandOptions& options)
    : pipeline_(pipeline), fit_(read_fit(options.fit)), backgrounds_{options.background} {
  for (const std::string& text : options.backgrounds) backgrounds_.push_back(text);
  for (const char* usual : {"blur", "#00ff00", "none"}) {
    if (std::find(backgrounds_.begin(), backgrounds_.end(), usual) == backgrounds_.end()) backgrounds_.push_back(usual);
  }
  if (options.matte) {
    pipeline_.set_renderer(make_renderer("matte_view"));
    drawn_ = true;
  } else {
    if (!options.chain().empty()) filter_ = options.chain();
    draw("alpha", make_background_kind("colour:value=black"), "");  // nobody sees the room while it is waited for
    draw_with(filter_, 0);
  }
}

LiveControls::~LiveControls() = default;

std::string LiveControls::background_text(int number) const {
  const std::string& text = backgrounds_[static_cast<std::size_t>(number)];
  if (text != "blur") return text;
  return "blur:strength=" + std::to_string(blur_ / 10) + "." + std::to_string(blur_ % 10);
}

/// @throws Error when the filter will not draw before this background.
void LiveControls::draw(const std::string& filter, std::shared_ptr<Background> behind, const std::string& text) {
  pipeline_.set_renderer(make_renderer(filter == "alpha" ? "" : filter, behind));
  behind_ = std::move(behind);
  behind_text_ = text;
  drawn_ = drawn_ || !text.empty();
}

/// Leaves all as it is, and says why, when that cannot be drawn or has to be waited for.
bool LiveControls::draw_with(const std::string& filter, int background) {
  const std::string text = background_text(background);
  opening_.reset();
  awaited_.reset();
  try {
    if (text != behind_text_ && is_slow(text)) {
      awaited_ = std::make_shared<Awaited>(Awaited{filter, background, text, nullptr, nullptr});
      opening_ = std::make_unique<Aside>([awaited = awaited_, fit = fit_](const std::stop_token& stop) {
        try {
          awaited->behind = open(awaited->text, fit, stop);
        } catch (...) {
          awaited->failure = std::current_exception();
        }
      });
      const bool first = !drawn_;
      const bool there = first && !is_url(text) && opening_->done_within(kFirstFile);
      if (!there) say("opening " + text);
      look();
      if (first && drawn_) say("");
      return false;
    }
    draw(filter, text == behind_text_ ? behind_ : open(text, fit_, {}), text);
  } catch (const Error& error) {
    if (!drawn_) throw;
    say(error.what());
    return false;
  }
  filter_ = filter;
  at_ = background;
  return true;
}

void LiveControls::look() {
  if (!opening_ || !opening_->done_within({})) return;
  opening_.reset();
  const std::shared_ptr<Awaited> awaited = std::exchange(awaited_, nullptr);
  try {
    if (awaited->failure) std::rethrow_exception(awaited->failure);
    draw(awaited->filter, awaited->behind, awaited->text);
  } catch (const Error& error) {
    if (!drawn_) throw;
    return say(error.what());
  }
  filter_ = awaited->filter;
  at_ = awaited->number;
  say("background: " + backgrounds_[static_cast<std::size_t>(at_)]);
}

void LiveControls::recapture() {
  if (!pipeline_.segmenter().recapture()) return say("there is no plate: --method bgsub compares with one");
  say("capturing the plate again: leave the picture");
}

void LiveControls::choose_background(int number) {
  const int held = tried_ = std::clamp(number, 0, static_cast<int>(backgrounds_.size()) - 1);
  if (awaited_ && held == at_) {  // back to what is shown all the time
    opening_.reset();
    awaited_.reset();
  }
  if (held != at_ && draw_with(filter_, held)) say("background: " + backgrounds_[static_cast<std::size_t>(held)]);
}

void LiveControls::set_blur(int tenths) {
  blur_ = std::clamp(tenths, 1, 200);
  if (backgrounds_[static_cast<std::size_t>(at_)] == "blur") draw_with(filter_, at_);
}

/// A background that is still being opened is not given up for it, and gets it as well.
void LiveControls::choose_filter(const char* filter, const char* says) {
  if (awaited_) {
    try {
      draw(filter, behind_, behind_text_);
    } catch (const Error& error) {
      return say(error.what());
    }
    filter_ = awaited_->filter = filter;
  } else if (!draw_with(filter, at_)) {
    return;
  }
  say(std::string(filter) + ": " + says);
}

void LiveControls::press(int key) {
  for (const FilterKey& one : kFilters) {
    if (key == one.key) choose_filter(one.filter, one.says);
  }
  switch (key) {
    case 'b':
      tried_ = (tried_ + 1) % static_cast<int>(backgrounds_.size());
      choose_background(tried_);
      break;
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
  lines.push_back("b  next background, now " + without_secrets(backgrounds_[static_cast<std::size_t>(at_)]));
  for (const char* line :
       {"p  the matte in the corner", "r  capture the plate again (--method bgsub)", "i  figures", "?  this", "q  end"})
    lines.emplace_back(line);
  return lines;
}

void LiveControls::say(const std::string& message) {
  message_ = without_secrets(message);
  message_left_ = kMessagePictures;
}

void LiveControls::shown() {
  if (message_left_ > 0 && --message_left_ == 0) message_.clear();
}

}  // namespace segme::cli
