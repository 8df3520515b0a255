// render/renderers: the table.
#include "render/renderer.h"

#include "render/kinds.h"

namespace segme {
namespace {

constexpr const RendererKind* kAll[] = {
    &cutout_renderer,          &matte_view_renderer,      &overlay_renderer,        &alpha_renderer,
    &smooth_step_renderer,     &colour_transfer_renderer, &seamless_clone_renderer, &harmonise_renderer,
#if defined(SEGME_HAS_OPENCV)
    &harmonise_caffe_renderer,
#endif
    &light_wrap_renderer,      &despill_renderer,         &shadow_renderer,         &outline_renderer,
    &sepia_renderer,           &emboss_renderer,          &curves_renderer,         &kuwahara_renderer};

}  // namespace

std::span<const RendererKind* const> all_renderers() { return kAll; }

}  // namespace segme
