// session/image/framing: finished pictures are cropped to the person, or laid on a canvas, or about a face.
#pragma once

#include <memory>
#include <string>

#include "data/face_detector.h"
#include "render/background.h"
#include "render/framing.h"
#include "render/lay_out.h"
#include "render/renderer.h"

namespace segme::session {

/// Crops pictures to the person, or lays them on a canvas.
class Framing {
 public:
  /// Whether the face says what is seen, and of which shape the result is.
  enum class Head { none, square, sized };

  struct Options {
    bool trim = false;       ///< cropped to the person
    bool on_canvas = false;  ///< the person is cut out first, and put in front of `background` last of all
    Head head = Head::none;
    Length margin;
    Canvas canvas;
    std::string background;  ///< of a canvas, as Recipe has it; "": the result is a matte
    Fit fit = Fit::fill;
    std::string effects;   ///< renderers drawn with the person on the canvas, such as "shadow,outline"; "": none
    double room = 0;       ///< for them beside the person where there is no canvas, in parts of the photo's longer side
    bool compare = false;  ///< the photo and the result side by side
    double dots_per_inch = 0;  ///< that the file names, for printers; 0: none

    /// Whether pictures get another size or place.
    [[nodiscard]] bool moves() const { return trim || on_canvas; }
  };

  /// Opens the background of a canvas. @throws Error(usage), Error(input), Error(missing)
  explicit Framing(const Options& options);
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
  /// laid_ before the background of the canvas, with a shadow and an outline.
  void draw_effects();

  Options options_;
  Canvas canvas_;
  std::shared_ptr<Background> background_;
  std::unique_ptr<Renderer> effects_;  ///< null: none
  std::unique_ptr<data::FaceDetector> faces_;
  Frame empty_, cut_out_;
  Matte nobody_, matte_;
  Image laid_, other_;
};

}  // namespace segme::session
