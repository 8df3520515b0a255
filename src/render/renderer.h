// render: frame + matte -> picture, one way a file. The table of all of them is renderers.cpp.
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "base/image.h"
#include "base/kind.h"

namespace segme {

class Renderer {
 public:
  virtual ~Renderer() = default;
  /// Draws `frame` through `matte` (same size as the frame, 0..1) into `picture`, which is resized as needed: 4
  /// channels for a cut-out (straight alpha), 3 for a composite, 1 for the matte itself. Where the matte is 1 a
  /// composite is exactly the frame, where it is 0 exactly the background.
  virtual void render(const Frame& frame, const Matte& matte, Image& picture) = 0;
};

using RendererKind = Kind<Renderer>;

/// Every renderer, in the order --help prints them.
std::span<const RendererKind* const> all_renderers();

/// Makes a renderer from "blur:radius=20". @throws Error(usage)
std::unique_ptr<Renderer> make_renderer(std::string_view text);

}  // namespace segme
