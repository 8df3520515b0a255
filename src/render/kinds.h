// render/kinds: the table's entries, one a file.
#pragma once

#include "render/renderer.h"

namespace segme {

extern const RendererKind cutout_renderer;
extern const RendererKind colour_renderer;
extern const RendererKind picture_renderer;
extern const RendererKind blur_renderer;
extern const RendererKind matte_view_renderer;

}  // namespace segme
