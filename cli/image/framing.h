// cli/image/framing: --trim, --margin, --canvas, --position, --scale, --head and --compare of `segme image`.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "data/face_detector.h"
#include "render/background.h"
#include "render/framing.h"
#include "render/renderer.h"

namespace CLI {
class App;
}

namespace segme::cli {

struct PipelineFlags;

struct FramingOptions {
  bool trim = false;
  std::string margin;
  std::string canvas;
  std::string position;
  std::string scale;
  std::string head;  ///< "square", or a size: 400x500, 35x45mm@300dpi
  bool compare = false;

  /// Whether pictures get another size or place.
  [[nodiscard]] bool moves() const { return trim || cuts_out(); }
  /// Whether the person is cut out first, and put in front of the background last of all.
  [[nodiscard]] bool cuts_out() const { return !canvas.empty() || !head.empty(); }
};

void declare_framing(CLI::App& app, FramingOptions& options);

/// Whether the text is a size for --head: "400x500", "35x45mm@300dpi".
bool is_head_size(std::string_view text);

/// Values that cannot be read, and combinations that mean nothing. @throws Error(usage)
void check_framing(const FramingOptions& options, const PipelineFlags& flags);

/// Crops pictures to the person, or lays them on a canvas.
class Framing {
 public:
  /// Opens the background of a canvas. @throws Error(usage), Error(input)
  Framing(const FramingOptions& options, const PipelineFlags& flags);
  /// `picture` (of the size of `matte`, drawn from `photo`) as it is asked for. `name` is that of the input.
  /// @throws Error(input) where nobody is found
  void run(const Image& photo, const Matte& matte, const std::string& name, Image& picture);
  /// The matte itself as it is asked for; valid until the next call. @throws Error(input)
  const Matte& run(const Image& photo, const Matte& matte, const std::string& name);

 private:
  /// What is to be seen, and the canvas for it.
  Box look(const Image& photo, const Matte& matte, const std::string& name);
  Box look_at_head(const Image& photo, const Matte& matte, const std::string& name);
  const Image& behind();

  bool on_canvas_, head_, square_;
  double room_;  ///< for a shadow and an outline, in parts of the photo's longer side
  Length margin_;
  Canvas canvas_;
  /// laid_ before the background of the canvas, with a shadow and an outline.
  void draw_effects();

  std::shared_ptr<Background> background_;
  std::unique_ptr<Renderer> effects_;  ///< null: none
  std::unique_ptr<data::FaceDetector> faces_;
  Frame empty_, cut_out_;
  Matte nobody_, matte_;
  Image laid_, other_;
};

}  // namespace segme::cli
