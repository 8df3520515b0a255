// capi/pipeline: see segme.h.
#include <cmath>
#include <cstring>
#include <functional>

#include "base/choice.h"
#include "capi/handles.h"
#include "capi/picture_view.h"
#include "recipe/background.h"
#include "recipe/chain_option.h"
#include "recipe/read_recipe.h"
#include "render/picture.h"

namespace segme::capi {
namespace {

/// The renderer of a recipe, before the caller's own background where there is one.
std::unique_ptr<Renderer> renderer_of(const Recipe& recipe, const Image& own_background) {
  if (own_background.empty()) return make_rendering(recipe.render, recipe.background, recipe.fit);
  return make_renderer(recipe.render, std::make_shared<Picture>(own_background, recipe.fit));
}

std::string* plain_key(Recipe& recipe, const std::string& key) {
  if (key == "background") return &recipe.background;
  if (key == "refine") return &recipe.refine;
  if (key == "render") return &recipe.render;
  return nullptr;
}

[[noreturn]] void refuse_key(const std::string& key) {
  throw Error(ExitCode::usage, key,
              "there is no option '" + key +
                  "' to change. There are background, fit, refine, render, and the options of the filters in the "
                  "chain, such as guided.radius.");
}

/// One filter's option in the chains of a recipe.
void set_filter_option(Recipe& recipe, const std::string& key, const std::string& value) {
  if (value.find_first_of(",:=") != std::string::npos) {
    throw Error(ExitCode::usage, key, "'" + value + "' is not a value of " + key + ". Set one option at a time.");
  }
  for (std::string* const chain : {&recipe.refine, &recipe.render, &recipe.background}) {
    if (const auto changed = with_chain_option(*chain, key, value)) {
      *chain = *changed;
      return;
    }
  }
  refuse_key(key);
}

void set_option(segme_pipeline& p, const std::string& key, const std::string& value) {
  Recipe recipe = p.recipe;
  if (std::string* const text = plain_key(recipe, key)) {
    *text = value;
  } else if (key == "fit") {
    recipe.fit = read_fit(value);
  } else {
    set_filter_option(recipe, key, value);
  }
  const Image none;
  const bool replaced = key == "background";
  try {
    if (recipe.refine != p.recipe.refine) {
      p.pipeline->set_refiners(make_refiners(recipe.refine));
    } else {
      p.pipeline->set_renderer(renderer_of(recipe, replaced ? none : p.own_background));
    }
  } catch (const Error& error) {  // whatever part of the chain complains, this option was wrong
    throw Error(error.code(), key, error.what());
  }
  p.recipe = std::move(recipe);
  if (replaced) p.own_background = Image();
}

segme_pipeline* make_handle(Recipe recipe, std::shared_ptr<SharedSegmenter> shared) {
  auto made = std::make_unique<segme_pipeline>();
  auto refiners = make_refiners(recipe.refine);
  auto renderer = make_rendering(recipe.render, recipe.background, recipe.fit);
  if (!shared) {  // the net last: it takes longest, and a wrong filter is to be said at once
    shared = std::make_shared<SharedSegmenter>();
    shared->segmenter = make_method(recipe);
  }
  made->pipeline = std::make_unique<Pipeline>(shared->segmenter, std::move(refiners), std::move(renderer));
  made->recipe = std::move(recipe);
  made->shared = std::move(shared);
  return made.release();
}

/// Whether planes of the two share a byte.
bool overlap(const segme_image& a, const segme_image& b) { return a.data[0] == b.data[0]; }

/// Whether pictures can be drawn where the caller wants them: in rows without gaps that nobody reads meanwhile.
bool can_draw_into(const segme_image& in, const segme_image& out) {
  if (out.format != SEGME_RGB8 || out.stride[0] != 3 * static_cast<std::ptrdiff_t>(out.width)) return false;
  const auto* const first = static_cast<const std::uint8_t*>(out.data[0]);
  const auto* const end = first + out.stride[0] * out.height;
  const std::less<const void*> before;
  for (int plane = 0; plane < 3; ++plane) {
    const auto* const read = static_cast<const std::uint8_t*>(in.data[plane]);
    if (read != nullptr && before(read, end) && before(first, read + in.stride[plane] * in.height)) return false;
  }
  return true;
}

void process(segme_pipeline& p, const segme_image& in, const segme_image& out, double seconds) {
  Frame& frame = read_view(in, p.view, p.frame, p.planes);
  frame.seconds = seconds;
  frame.number = p.number++;
  if (out.format == SEGME_GREY8) return write_view(p.pipeline->matte(frame), out, "out");
  if (!can_draw_into(in, out)) {
    p.pipeline->process(frame, p.picture);
    return write_view(p.picture, out, p.planes);
  }
  auto* const pixels = static_cast<std::uint8_t*>(out.data[0]);
  Image drawn;  // where the caller wants it; a picture with alpha takes memory of its own, and is refused
  drawn.borrow(pixels, out.width, out.height, 3);
  p.pipeline->process(frame, drawn);
  if (drawn.data() == pixels && drawn.channels() == 3) return;
  p.picture = drawn;
  write_view(p.picture, out, p.planes);
}

}  // namespace
}  // namespace segme::capi

using namespace segme;        // NOLINT(google-build-using-namespace): the functions below are the C face
using namespace segme::capi;  // NOLINT(google-build-using-namespace)

extern "C" {

segme_pipeline* segme_pipeline_new(const char* json, segme_error** error) {
  return attempt<segme_pipeline*>(error, nullptr,
                                  [&] { return make_handle(read_recipe(json == nullptr ? "" : json), nullptr); });
}

segme_pipeline* segme_pipeline_new_with(segme_segmenter* segmenter, const char* json, segme_error** error) {
  return attempt<segme_pipeline*>(error, nullptr, [&] {
    require(segmenter != nullptr, "segmenter", "is null.");
    return make_handle(read_recipe(json == nullptr ? "" : json, false), segmenter->shared);
  });
}

int segme_pipeline_process(segme_pipeline* pipeline, const segme_image* in, const segme_image* out,
                           segme_error** error) {
  return segme_pipeline_process_at(pipeline, in, out, 0, error);
}

int segme_pipeline_process_at(segme_pipeline* pipeline, const segme_image* in, const segme_image* out, double seconds,
                              segme_error** error) {
  return attempt(error, 0, [&] {
    require(pipeline != nullptr, "pipeline", "is null.");
    const Entry entry(pipeline->busy, "pipeline");
    const Entry within(pipeline->shared->busy, "segmenter");
    check_view(in, "in");
    check_view(out, "out");
    require(out->width == in->width && out->height == in->height, "out.width", "x height must be those of in.");
    require(out->format != SEGME_GREY_F32, "out.format", "is GREY_F32. Take the matte with segme_pipeline_matte.");
    require(std::isfinite(seconds) && seconds >= 0, "seconds", "must be 0 or more.");
    require(!overlap(*in, *out) || in->format == out->format, "out.data",
            "is that of in, whose format differs. Give another buffer.");
    process(*pipeline, *in, *out, seconds);
    return 1;
  });
}

int segme_pipeline_matte(segme_pipeline* pipeline, const segme_image* matte, segme_error** error) {
  return attempt(error, 0, [&] {
    require(pipeline != nullptr, "pipeline", "is null.");
    const Entry entry(pipeline->busy, "pipeline");
    check_view(matte, "matte");
    require(!pipeline->pipeline->last_matte().empty(), "pipeline", "has seen no frame yet.");
    write_view(pipeline->pipeline->last_matte(), *matte, "matte");
    return 1;
  });
}

int segme_pipeline_set_background(segme_pipeline* pipeline, const segme_image* picture, segme_error** error) {
  return attempt(error, 0, [&] {
    require(pipeline != nullptr, "pipeline", "is null.");
    const Entry entry(pipeline->busy, "pipeline");
    check_view(picture, "picture");
    Frame view, own;
    Image planes;
    Image copy = read_view(*picture, view, own, planes).image;
    pipeline->pipeline->set_renderer(about_field("picture", [&] { return renderer_of(pipeline->recipe, copy); }));
    pipeline->own_background = std::move(copy);
    return 1;
  });
}

int segme_pipeline_set(segme_pipeline* pipeline, const char* key, const char* value, segme_error** error) {
  return attempt(error, 0, [&] {
    require(pipeline != nullptr, "pipeline", "is null.");
    require(key != nullptr, "key", "is null.");
    require(value != nullptr, "value", "is null.");
    const Entry entry(pipeline->busy, "pipeline");
    set_option(*pipeline, key, value);
    return 1;
  });
}

const char* segme_pipeline_get(segme_pipeline* pipeline, const char* key, segme_error** error) {
  return attempt<const char*>(error, nullptr, [&] {
    require(pipeline != nullptr, "pipeline", "is null.");
    require(key != nullptr, "key", "is null.");
    const Entry entry(pipeline->busy, "pipeline");
    if (const std::string* const text = plain_key(pipeline->recipe, key)) {
      pipeline->answer = *text;
      return pipeline->answer.c_str();
    }
    if (std::strcmp(key, "fit") == 0) {
      pipeline->answer = name_of(pipeline->recipe.fit);
      return pipeline->answer.c_str();
    }
    for (const std::string* const chain :
         {&pipeline->recipe.refine, &pipeline->recipe.render, &pipeline->recipe.background}) {
      if (const auto value = chain_option(*chain, key)) {
        pipeline->answer = *value;
        return pipeline->answer.c_str();
      }
    }
    refuse_key(key);
  });
}

int segme_pipeline_times(segme_pipeline* pipeline, segme_times* times, segme_error** error) {
  return attempt(error, 0, [&] {
    require(pipeline != nullptr, "pipeline", "is null.");
    require(times != nullptr, "times", "is null.");
    const Entry entry(pipeline->busy, "pipeline");
    const StageTimes& last = pipeline->pipeline->times();
    *times = {last.tensorise, last.net, last.refine, last.render};
    return 1;
  });
}

void segme_pipeline_reset(segme_pipeline* pipeline) {
  attempt(nullptr, 0, [&] {
    if (pipeline == nullptr) return 0;
    const Entry entry(pipeline->busy, "pipeline");
    const Entry within(pipeline->shared->busy, "segmenter");
    pipeline->pipeline->reset();
    return 1;
  });
}

void segme_pipeline_free(segme_pipeline* pipeline) { delete pipeline; }

}  // extern "C"
