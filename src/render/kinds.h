// render/kinds: the tables' entries, one a file.
#pragma once

#include "render/background.h"
#include "render/renderer.h"

namespace segme {

extern const BackgroundKind colour_background;
extern const BackgroundKind picture_background;
extern const BackgroundKind blur_background;
extern const BackgroundKind bokeh_background;

extern const RendererKind cutout_renderer;
extern const RendererKind matte_view_renderer;
extern const RendererKind overlay_renderer;
extern const RendererKind alpha_renderer;
extern const RendererKind smooth_step_renderer;
extern const RendererKind colour_transfer_renderer;
extern const RendererKind seamless_clone_renderer;
extern const RendererKind harmonise_renderer;
extern const RendererKind harmonise_caffe_renderer;  // where OpenCV is
extern const RendererKind light_wrap_renderer;
extern const RendererKind despill_renderer;
extern const RendererKind shadow_renderer;
extern const RendererKind outline_renderer;
extern const RendererKind sepia_renderer;
extern const RendererKind emboss_renderer;
extern const RendererKind curves_renderer;
extern const RendererKind kuwahara_renderer;

}  // namespace segme
