// render/framing: where in the finished picture the person stands: cropped to the person, or laid on a canvas of any
// size. Pure functions on a cut-out and its matte.
#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "base/choice.h"
#include "base/image.h"

namespace segme {

/// A rectangle of pixels; width and height >= 1.
struct Box {
  int x = 0, y = 0, width = 1, height = 1;
  bool operator==(const Box&) const = default;
};

enum class Position { bottom, centre, top, left, right, bottom_left, bottom_right, top_left, top_right };
template <>
struct NamesOf<Position> {
  static constexpr std::array<std::string_view, 9> all = {
      "bottom", "centre", "top", "left", "right", "bottom-left", "bottom-right", "top-left", "top-right"};
};

/// A length that was given in pixels or in parts of something: "12", "5%".
struct Length {
  double value = 0;
  bool relative = false;  ///< value is a part: 0.05
  /// In pixels, of a thing that is `whole` pixels long.
  [[nodiscard]] int pixels(int whole) const;
};

/// A canvas of width x height pixels on which the person's box, with its shape kept, gets as large as `scale` of both
/// sides allow, and stands at `position`.
struct Canvas {
  int width = 0, height = 0;
  Position position = Position::bottom;
  double scale = 1;
};

/// The smallest box around all values of at least 0.1; nothing where there is none.
std::optional<Box> person_box(const Matte& matte);

/// The box with a margin on each side, of so much of its longer side, within width x height.
Box with_margin(const Box& box, const Length& margin, int width, int height);

/// That part of a picture of any channels, or of a matte. `out` may not be `in`.
void crop(const Image& in, const Box& box, Image& out);
void crop(const Matte& in, const Box& box, Matte& out);

/// Lays a picture with straight alpha (4 channels) on a canvas, transparent where nothing of it is: `box` of it gets
/// the place that the canvas says. What is beyond the canvas is cut off. The same for a matte, on zeros.
void lay_on_canvas(const Image& in, const Box& box, const Canvas& canvas, Image& out);
void lay_on_canvas(const Matte& in, const Box& box, const Canvas& canvas, Matte& out);

/// A picture with straight alpha in front of an RGB picture of its size.
void put_before(const Image& rgba, const Image& background, Image& out);

}  // namespace segme
