// render/renderers: the table.
#include "render/kinds.h"

namespace segme {
namespace {

constexpr const RendererKind* kAll[] = {&cutout_renderer, &colour_renderer, &picture_renderer, &blur_renderer,
                                        &matte_view_renderer};

}  // namespace

std::span<const RendererKind* const> all_renderers() { return kAll; }

std::unique_ptr<Renderer> make_renderer(std::string_view text) {
  return make_from_table<Renderer>("renderer", all_renderers(), text);
}

}  // namespace segme
