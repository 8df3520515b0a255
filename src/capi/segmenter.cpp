// capi/segmenter: see segme.h.
#include <algorithm>
#include <cmath>

#include "base/resize.h"
#include "capi/callback_engine.h"
#include "capi/handles.h"
#include "capi/picture_view.h"
#include "infer/callback_segmenter.h"
#include "recipe/read_model_card.h"
#include "recipe/read_recipe.h"

namespace segme::capi {
namespace {

constexpr int kLargestMatte = 8192;

[[noreturn]] void fail_caller(const char* what) {
  throw Failure{SEGME_CALLER, what, std::string("the caller's ") + what + " function said that it failed."};
}

segme_segmenter* make_handle(std::shared_ptr<Segmenter> segmenter) {
  auto made = std::make_unique<segme_segmenter>();
  made->shared = std::make_shared<SharedSegmenter>();
  made->shared->device = segmenter->device();
  made->shared->segmenter = std::move(segmenter);
  return made.release();
}

/// A picture, not an option, is what a segmenter's recipe cannot say.
Recipe read_segmenter_recipe(const char* json) {
  const Recipe plain;
  Recipe recipe = read_recipe(json == nullptr ? "" : json);
  const auto refuse = [](const char* key) {
    throw Error(ExitCode::usage, key,
                std::string("\"") + key + "\" says what a pipeline draws. Give it to segme_pipeline_new_with.");
  };
  if (recipe.background != plain.background) refuse("background");
  if (recipe.fit != plain.fit) refuse("fit");
  if (recipe.refine != plain.refine) refuse("refine");
  if (recipe.render != plain.render) refuse("render");
  return recipe;
}

/// What a call-back wrote, held to 0..1; no number is no person.
void hold(Matte& matte) {
  for (std::size_t i = 0; i < matte.size(); ++i) {
    const float value = matte.data()[i];
    matte.data()[i] = value > 0.0F ? std::min(value, 1.0F) : 0.0F;
  }
}

std::vector<int> output_shape(const ModelCard& card, int width, int height) {
  if (width == 0) width = card.width;
  if (height == 0) height = card.height;
  switch (card.output_layout) {
    case Layout::nchw: return {1, card.output_channels, height, width};
    case Layout::nhwc: return {1, height, width, card.output_channels};
    case Layout::flat: return {1, height * width * card.output_channels};
    case Layout::packed: return {1, height, width / kPackedPixels};
  }
  return {};
}

}  // namespace

CallbackEngine::CallbackEngine(std::size_t input, std::vector<int> shape, segme_run function, void* user)
    : input_(input), shape_(std::move(shape)), run_(function), user_(user) {
  std::size_t count = 1;
  for (const int side : shape_) count *= static_cast<std::size_t>(side);
  output_.resize(count);
}

void CallbackEngine::run() {
  if (run_(user_, input_.data(), input_.size(), output_.data(), output_.size()) != 1) fail_caller("run");
}

}  // namespace segme::capi

using namespace segme;        // NOLINT(google-build-using-namespace): the functions below are the C face
using namespace segme::capi;  // NOLINT(google-build-using-namespace)

extern "C" {

segme_segmenter* segme_segmenter_new(const char* json, segme_error** error) {
  return attempt<segme_segmenter*>(error, nullptr,
                                   [&] { return make_handle(make_method(read_segmenter_recipe(json))); });
}

segme_segmenter* segme_segmenter_from_callback(int width, int height, segme_find find, void* user,
                                               segme_error** error) {
  return attempt<segme_segmenter*>(error, nullptr, [&] {
    require(find != nullptr, "find", "is null. Give a function.");
    require(width >= 1 && height >= 1 && width <= kLargestMatte && height <= kLargestMatte, "width",
            "x height of the mattes must lie in 1..8192.");
    const auto ask = [=](const Frame& frame, Matte& matte) {
      matte.resize(width, height);
      matte.fill(0);
      segme_image seen = {};
      // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast): C has one type for what is read and what is written
      seen.data[0] = const_cast<std::uint8_t*>(frame.image.data());
      seen.stride[0] = static_cast<std::ptrdiff_t>(frame.image.stride());
      seen.width = frame.image.width();
      seen.height = frame.image.height();
      seen.format = SEGME_RGB8;
      if (find(user, &seen, matte.data()) != 1) fail_caller("find");
      hold(matte);
    };
    return make_handle(std::make_shared<CallbackSegmenter>("callback", ask));
  });
}

segme_segmenter* segme_segmenter_from_engine(const char* card, int output_width, int output_height, segme_run run,
                                             void* user, segme_error** error) {
  return attempt<segme_segmenter*>(error, nullptr, [&] {
    require(card != nullptr, "card", "is null. Give the text of a card.json.");
    require(run != nullptr, "run", "is null. Give a function.");
    require(output_width >= 0 && output_height >= 0 && output_width <= kLargestMatte && output_height <= kLargestMatte,
            "output_width", "x output_height must lie in 0..8192.");
    ModelCard made = about_field("card", [&] { return parse_model_card(card, "given"); });
    const std::size_t input = static_cast<std::size_t>(made.width) * static_cast<std::size_t>(made.height) *
                              static_cast<std::size_t>(input_channels(made));
    auto engine = std::make_unique<CallbackEngine>(input, output_shape(made, output_width, output_height), run, user);
    auto net = std::make_shared<NetSegmenter>(std::move(made), std::move(engine));
    segme_segmenter* const handle = make_handle(net);
    handle->shared->net = net.get();
    return handle;
  });
}

const float* segme_segmenter_prepare(segme_segmenter* segmenter, const segme_image* in, size_t* count,
                                     segme_error** error) {
  return attempt<const float*>(error, nullptr, [&] {
    require(segmenter != nullptr, "segmenter", "is null.");
    require(count != nullptr, "count", "is null.");
    const Entry entry(segmenter->shared->busy, "segmenter");
    require(segmenter->shared->net != nullptr, "segmenter",
            "runs its net itself. Make one with "
            "segme_segmenter_from_engine.");
    check_view(in, "in");
    const auto tensor =
        segmenter->shared->net->prepare(read_view(*in, segmenter->view, segmenter->frame, segmenter->planes));
    *count = tensor.size();
    return tensor.data();
  });
}

int segme_segmenter_segment(segme_segmenter* segmenter, const segme_image* in, const segme_image* matte,
                            segme_error** error) {
  return attempt(error, 0, [&] {
    require(segmenter != nullptr, "segmenter", "is null.");
    const Entry entry(segmenter->shared->busy, "segmenter");
    check_view(in, "in");
    check_view(matte, "matte");
    require(matte->width == in->width && matte->height == in->height, "matte.width", "x height must be those of in.");
    segme_segmenter& s = *segmenter;
    const Frame& frame = read_view(*in, s.view, s.frame, s.planes);
    s.shared->segmenter->segment(frame, s.matte);
    const Matte* whole = &s.matte;
    if (s.matte.width() != in->width || s.matte.height() != in->height) {
      resize_matte(s.matte, in->width, in->height, s.large);
      whole = &s.large;
    }
    write_view(*whole, *matte, "matte");
    return 1;
  });
}

const char* segme_segmenter_device(const segme_segmenter* segmenter) {
  return segmenter == nullptr ? "" : segmenter->shared->device.c_str();
}

void segme_segmenter_free(segme_segmenter* segmenter) { delete segmenter; }

}  // extern "C"
