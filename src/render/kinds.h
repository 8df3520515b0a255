// render/kinds: the tables' entries, one a file.
#pragma once

#include "render/background.h"
#include "render/renderer.h"

namespace segme {

extern const BackgroundKind colour_background;
extern const BackgroundKind picture_background;
extern const BackgroundKind blur_background;

extern const RendererKind cutout_renderer;
extern const RendererKind matte_view_renderer;
extern const RendererKind alpha_renderer;

}  // namespace segme
