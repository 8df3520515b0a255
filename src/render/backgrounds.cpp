// render/backgrounds: the table.
#include "render/background.h"
#include "render/kinds.h"

namespace segme {
namespace {

constexpr const BackgroundKind* kAll[] = {&colour_background, &picture_background, &blur_background, &bokeh_background};

}  // namespace

std::span<const BackgroundKind* const> all_backgrounds() { return kAll; }

std::unique_ptr<Background> make_background_kind(std::string_view text) {
  return make_from_table<Background>("background", all_backgrounds(), text);
}

}  // namespace segme
