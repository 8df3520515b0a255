// pipeline: frame -> coarse matte -> refiners -> renderer. What is rendered is always the very frame that was
// segmented.
#include "pipeline.h"

#include <algorithm>
#include <utility>

#include "base/resize.h"
#include "base/stopwatch.h"
#include "capture/image_file.h"
#include "capture/video_file.h"
#include "render/picture.h"

namespace segme {
namespace {

std::vector<std::unique_ptr<Refiner>> make_refiners(const std::string& chain) {
  std::vector<std::unique_ptr<Refiner>> refiners;
  for (const std::string& text : split_chain(chain)) refiners.push_back(make_refiner(text));
  return refiners;
}

}  // namespace

std::vector<std::string> split_chain(const std::string& text) {
  return split_chain(text, [](std::string_view item) { return is_in_table(all_refiners(), item); });
}

std::unique_ptr<Background> open_background(const std::string& text, const std::string& fit, const Opening& opening) {
  if (text.empty() || text == "none") return nullptr;
  if (is_in_table(all_backgrounds(), text)) return make_background_kind(text);
  std::error_code ignored;
  const bool file = std::filesystem::exists(text, ignored) || text.find_first_of("./") != std::string::npos;
  // A colour by name, or a sentence that says what there is.
  if (is_video_background(text)) return open_video_background(text, fit, opening);
  if (text.front() == '#' || !file) return make_background_kind("colour:value=" + text);
  return std::make_unique<Picture>(read_image(text), fit);
}

std::unique_ptr<Renderer> make_rendering(const std::string& render, const std::string& background,
                                         const std::string& fit, const Opening& opening) {
  return make_renderer(render, open_background(background, fit, opening));
}

std::unique_ptr<Renderer> make_background(const std::string& background, const std::string& fit) {
  return make_rendering("", background, fit);
}

Pipeline::Pipeline(const PipelineOptions& options)
    : refiners_(make_refiners(options.refine)),
      renderer_(make_rendering(options.render, options.background, options.fit, options.opening)) {
  make_method(options);
}

void Pipeline::make_method(const PipelineOptions& options) {
  const SubtractionKind* kinds[] = {&bgsub_method};
  const std::span<const SubtractionKind* const> table = kinds;
  bool net = false;
  for (const std::string& item :
       split_chain(options.method, [&](std::string_view text) { return text == "net" || is_in_table(table, text); })) {
    if (item == "net") {
      net = true;
    } else if (is_in_table(table, item)) {
      subtraction_ = make_from_table<Subtraction>("method", table, item);
    } else {
      throw Error(ExitCode::usage, "unknown method '" + item + "'. There are: net, bgsub, and both as bgsub,net.");
    }
  }
  if (!net && !subtraction_) {
    throw Error(ExitCode::usage, "no method is given. There are: net, bgsub, and both as bgsub,net.");
  }
  if (!options.plate.empty()) {
    if (!subtraction_) {
      throw Error(ExitCode::usage, "a plate has no meaning without background subtraction. Add --method bgsub.");
    }
    subtraction_->set_plate(read_image(options.plate));
  }
  if (!net) return;
  Model model = find_model(options.model);
  settle(model.card, options.still);
  segmenter_ = std::make_unique<Segmenter>(std::move(model), options.engine);
}

std::string Pipeline::source() const {
  if (!segmenter_) return "bgsub";
  return subtraction_ ? "bgsub," + segmenter_->card().name : segmenter_->card().name;
}

void Pipeline::segment(const Frame& frame, Matte& coarse) {
  times_.tensorise = times_.net = 0;
  if (segmenter_) {
    segmenter_->segment(frame, coarse);
    times_.tensorise = segmenter_->tensorise_ms();
    times_.net = segmenter_->net_ms();
  }
  if (!subtraction_) return;
  const Stopwatch watch;
  const bool ready = subtraction_->captured() >= 1;
  subtraction_->segment(frame, segmenter_ ? plate_matte_ : coarse);
  if (segmenter_ && ready) join_mattes(plate_matte_, coarse, scratch_);
  times_.net += watch.milliseconds();
}

const Matte& Pipeline::matte(const Frame& frame) {
  SEGME_CHECK(frame.image.channels() == 3 && !frame.image.empty());
  segment(frame, matte_);
  refine(frame, matte_);
  times_.render = 0;
  return matte_;
}

void Pipeline::refine(const Frame& frame, Matte& matte) {
  const Stopwatch watch;
  for (const auto& refiner : refiners_) refiner->refine(frame, matte);
  if (matte.width() != frame.image.width() || matte.height() != frame.image.height()) {
    // Only where the chain ends without a refiner that enlarges.
    resize_matte(matte, frame.image.width(), frame.image.height(), large_);
    matte.swap(large_);
  }
  times_.refine = watch.milliseconds();
}

void Pipeline::finish(const Frame& frame, Matte& matte, Image& picture) {
  refine(frame, matte);
  const Stopwatch watch;
  renderer_->render(frame, matte, picture);
  times_.render = watch.milliseconds();
}

double Pipeline::person() const { return mean_of(matte_); }

double mean_of(const Matte& matte, int row_step) {
  constexpr std::size_t kLanes = 16;  // sums that do not wait for each other: SIMD
  double sum = 0;
  std::int64_t count = 0;
  const auto width = static_cast<std::size_t>(matte.width());
  for (int y = 0; y < matte.height(); y += row_step) {
    const float* row = matte.row(y);
    float lanes[kLanes] = {};
    std::size_t x = 0;
    for (; x + kLanes <= width; x += kLanes) {
      for (std::size_t lane = 0; lane < kLanes; ++lane) lanes[lane] += row[x + lane];
    }
    for (; x < width; ++x) lanes[0] += row[x];
    for (const float lane : lanes) sum += static_cast<double>(lane);
    count += matte.width();
  }
  return count > 0 ? sum / static_cast<double>(count) : 0;
}

void Pipeline::process(const Frame& frame, Image& picture) {
  matte(frame);
  Stopwatch watch;
  renderer_->render(frame, matte_, picture);
  times_.render = watch.milliseconds();
}

void Pipeline::run(Capture& capture, Sink& sink) {
  Frame frame;
  Image picture;
  while (capture.next(frame)) {
    process(frame, picture);
    sink.show(picture, frame.seconds);
  }
  sink.finish();
}

void Pipeline::reset() {
  if (segmenter_) segmenter_->reset();
  if (subtraction_) subtraction_->reset();
  for (const auto& refiner : refiners_) refiner->reset();
}

}  // namespace segme
