// cli/live/controls: what keys and sliders do to a running pipeline, and what the overlay says of it. Knows no window.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/aside.h"
#include "cli/live/options.h"
#include "pipeline.h"
#include "render/lay_out.h"

namespace segme::cli {

class LiveControls {
 public:
  LiveControls(const LiveControls&) = delete;
  LiveControls& operator=(const LiveControls&) = delete;
  ~LiveControls();
  /// `pipeline` lives longer. Draws what the options ask for; before black until a URL answers. @throws Error(usage),
  /// Error(input)
  LiveControls(Pipeline& pipeline, const LiveCommandOptions& options);

  /// A key that was pressed; -1 and keys without a meaning do nothing.
  void press(int key);
  /// Another background by its number in backgrounds().
  void choose_background(int number);
  /// How strongly the background is blurred, in tenths of the renderer's own unit; a background that is no blur stays.
  void set_blur(int tenths);

  [[nodiscard]] const std::vector<std::string>& backgrounds() const { return backgrounds_; }
  [[nodiscard]] int background() const { return at_; }
  [[nodiscard]] int blur() const { return blur_; }
  /// The filter that draws: alpha, colour_transfer, ...
  [[nodiscard]] const std::string& filter() const { return filter_; }
  [[nodiscard]] bool quit() const { return quit_; }
  [[nodiscard]] bool inset() const { return inset_; }
  [[nodiscard]] bool figures() const { return figures_; }
  /// The lines of the `?` overlay; empty when it is not wanted.
  [[nodiscard]] std::vector<std::string> help() const;
  /// What happened last, or why something did not; empty after kMessagePictures pictures.
  [[nodiscard]] const std::string& message() const { return message_; }
  /// Takes over a background that was waited for, or says why it cannot be shown. @throws Error when it is the first.
  void look();
  /// One picture was shown: messages go after a while.
  void shown();

  static constexpr int kMessagePictures = 90;

 private:
  void recapture();
  void choose_filter(const char* filter, const char* says);
  struct Awaited;
  bool draw_with(const std::string& filter, int background);
  void draw(const std::string& filter, std::shared_ptr<Background> behind, const std::string& text);
  void say(const std::string& message);
  [[nodiscard]] std::string background_text(int number) const;

  Pipeline& pipeline_;
  Fit fit_;
  std::shared_ptr<Background> behind_;  // what is drawn now: filters change and it goes on
  std::string behind_text_;
  bool drawn_ = false;                // something that was asked for; until then what cannot be drawn ends the program
  std::shared_ptr<Awaited> awaited_;  // a background that is being opened
  std::unique_ptr<Aside> opening_;
  std::vector<std::string> backgrounds_;
  int at_ = 0;
  int tried_ = 0;  // the background that was asked for last: the next one follows it, whether it could be opened or not
  std::string filter_ = "alpha";
  int blur_ = 20;
  bool quit_ = false, help_ = false, inset_ = false, figures_ = true;
  std::string message_;
  int message_left_ = 0;
};

}  // namespace segme::cli
