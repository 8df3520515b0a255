// capi/about: what this library is and what it can do, as JSON. Made once, when first asked for.
#include <nlohmann/json.hpp>

#include "capi/handles.h"
#include "recipe/models.h"
#include "refine/refiner.h"
#include "render/background.h"
#include "render/renderer.h"

namespace segme::capi {
namespace {

using Json = nlohmann::json;

template <class Face>
Json table(std::span<const Kind<Face>* const> kinds) {
  Json list = Json::array();
  for (const Kind<Face>* kind : kinds) {
    Json options = Json::array();
    for (const OptionInfo& info : kind->options()) {
      options.push_back({{"name", info.name},
                         {"type", info.type},
                         {"help", info.help},
                         {"default", info.default_value},
                         {"range", info.range}});
    }
    list.push_back({{"name", kind->name}, {"summary", kind->summary}, {"options", std::move(options)}});
  }
  return list;
}

std::string describe_options() {
  return Json{
      {"refine", table(all_refiners())}, {"background", table(all_backgrounds())}, {"render", table(all_renderers())}}
      .dump();
}

std::string describe_library() {
  Json models = Json::array();
  for (const Model& model : list_models()) {
    models.push_back({{"name", model.card.name},
                      {"quality", name_of(model.card.quality)},
                      {"licence", model.card.licence},
                      {"summary", model.card.summary}});
  }
  return Json{{"version", SEGME_VERSION}, {"engines", describe_engines()}, {"models", std::move(models)}}.dump(
      -1, ' ', false, Json::error_handler_t::replace);
}

/// "{}" where even that cannot be made.
template <std::string (*describe)()>
const char* once() {
  try {
    static const std::string text = describe();
    return text.c_str();
  } catch (...) {  // out of memory: asked again, it is tried again
    return "{}";
  }
}

}  // namespace
}  // namespace segme::capi

extern "C" {

const char* segme_version(void) { return SEGME_VERSION; }
const char* segme_capabilities(void) { return segme::capi::once<segme::capi::describe_library>(); }
const char* segme_options(void) { return segme::capi::once<segme::capi::describe_options>(); }

}  // extern "C"
