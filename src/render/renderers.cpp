// render/renderers: the table.
#include "render/renderer.h"

#include "render/kinds.h"

namespace segme {
namespace {

constexpr const RendererKind* kAll[] = {&cutout_renderer, &matte_view_renderer, &alpha_renderer};

}  // namespace

std::span<const RendererKind* const> all_renderers() { return kAll; }

}  // namespace segme
