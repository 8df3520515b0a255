// render: frame + matte -> picture, one way a file. Renderers stand in a chain: the first draws the picture from the
// scene (alpha, colour_transfer), the others change what is there (light_wrap, sepia). The table of all is
// renderers.cpp.
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "base/image.h"
#include "base/kind.h"
#include "base/yuv.h"
#include "render/background.h"

namespace segme {

/// What is to be drawn; everything has the frame's size.
struct Scene {
  const Frame& frame;                 ///< RGB
  const Matte& matte;                 ///< 0..1
  const Image* background = nullptr;  ///< RGB; null: nothing is behind the person
};

/// The same scene as a video stores it.
struct StoredScene {
  const StoredPicture& frame;
  const Planes420<const std::uint8_t>* background = nullptr;  ///< the scene's; null: it is not there in planes
  bool kept = false;  ///< the picture that is drawn on has what was drawn on it last
};

/// A renderer's place in a chain. One that changes and wants a background changes the person within a picture of both:
/// RGB, drawn by a renderer that wants a background too.
struct Role {
  bool changes = false;     ///< changes the picture of the renderers before it (RGB, or RGBA); else draws a new one
  bool background = false;  ///< wants something behind the person
  bool last = false;        ///< nothing can follow: what it draws is no picture in colours
};

class Renderer {
 public:
  virtual ~Renderer() = default;
  /// Draws the scene into `picture`, which is resized as needed: 4 channels for a cut-out (straight alpha), 3 for a
  /// composite, 1 for the matte itself. A renderer whose role is to change finds there what is to be changed.
  virtual void draw(const Scene& scene, Image& picture) = 0;
  [[nodiscard]] virtual Role role() const { return {}; }
  /// Whether draw_planes() can be called: where most of a picture is left as it is stored.
  [[nodiscard]] virtual bool draws_planes() const { return false; }
  /// Draws what draw() would, as planes like those of `stored.frame`, which is the scene's frame.
  virtual void draw_planes(const Scene& /*scene*/, const StoredScene& /*stored*/,
                           const Planes420<std::uint8_t>& /*picture*/) {
    SEGME_CHECK(false);
  }
  /// The same for planes of 10 bits, where stored.frame.is_deep(); their chroma may be as fine as it likes.
  virtual void draw_deep(const Scene& /*scene*/, const StoredScene& /*stored*/,
                         const DeepPlanes<std::uint16_t>& /*picture*/) {
    SEGME_CHECK(false);
  }
  /// Reads the files that it draws with, once, so that nothing is drawn where one is missing. @throws Error(model)
  virtual void open() {}
  /// Draws a frame without anything behind it; a chain has its own background.
  void render(const Frame& frame, const Matte& matte, Image& picture) { draw({frame, matte}, picture); }
};

using RendererKind = Kind<Renderer>;

/// Every renderer, in the order --help prints them.
std::span<const RendererKind* const> all_renderers();

/// Makes a chain from "colour_transfer,light_wrap:width=3", before `background` (null: nothing). An empty chain, and
/// one whose first renderer changes, begins with alpha, or with cutout where nothing is behind. The first item may name
/// a kind of background instead: "blur,sepia". @throws Error(usage) also for a chain that means nothing, Error(model)
/// for a net that cannot be read. What it returns can draw.
std::unique_ptr<Renderer> make_renderer(std::string_view chain, std::shared_ptr<Background> background = nullptr);

/// Whether the pictures of such a chain have transparent places. @throws Error(usage)
bool draws_transparent(std::string_view chain, bool has_background);

}  // namespace segme
