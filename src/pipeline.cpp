// pipeline: frame -> coarse matte -> refiners -> renderer. What is rendered is always the very frame that was
// segmented.
#include "pipeline.h"

#include <algorithm>

#include "base/resize.h"
#include "base/stopwatch.h"
#include "capture/image_file.h"
#include "render/picture.h"

namespace segme {
namespace {

bool is_refiner(std::string_view text) {
  const std::string_view name = text.substr(0, text.find(':'));
  const auto all = all_refiners();
  return std::any_of(all.begin(), all.end(), [&](const RefinerKind* kind) { return kind->name == name; });
}

std::vector<std::unique_ptr<Refiner>> make_refiners(const std::string& chain) {
  std::vector<std::unique_ptr<Refiner>> refiners;
  for (const std::string& text : split_chain(chain)) refiners.push_back(make_refiner(text));
  return refiners;
}

}  // namespace

std::vector<std::string> split_chain(const std::string& text) {
  std::vector<std::string> chain;
  std::size_t begin = 0;
  while (begin <= text.size() && !text.empty() && text != "none") {
    const std::size_t comma = std::min(text.find(',', begin), text.size());
    const std::string item = text.substr(begin, comma - begin);
    // "radius=6" after a comma belongs to the refiner before it; anything else is the next one.
    const bool option = !chain.empty() && !is_refiner(item) && item.find('=') != std::string::npos;
    if (option) {
      chain.back() += "," + item;
    } else {
      chain.push_back(item);
    }
    begin = comma + 1;
  }
  return chain;
}

std::unique_ptr<Renderer> make_background(const std::string& background, const std::string& fit) {
  if (background.empty() || background == "none") return make_renderer("cutout");
  if (background == "blur" || background.starts_with("blur:") || background.starts_with("colour:")) {
    return make_renderer(background);
  }
  if (background.front() == '#') return make_renderer("colour:value=" + background);
  std::error_code ignored;
  if (!std::filesystem::exists(background, ignored) && background.find('.') == std::string::npos &&
      background.find('/') == std::string::npos) {
    return make_renderer("colour:value=" + background);  // a colour by name, or a sentence that says what there is
  }
  return std::make_unique<Picture>(read_image(background), fit);
}

Pipeline::Pipeline(const PipelineOptions& options)
    : refiners_(make_refiners(options.refine)),
      renderer_(make_renderer(options.render)),
      segmenter_(find_model(options.model), options.engine) {}

const Matte& Pipeline::matte(const Frame& frame) {
  SEGME_CHECK(frame.image.channels() == 3 && !frame.image.empty());
  segmenter_.segment(frame, matte_);
  times_.tensorise = segmenter_.tensorise_ms();
  times_.net = segmenter_.net_ms();
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

double Pipeline::person() const {
  constexpr std::size_t kLanes = 16;  // sums that do not wait for each other: SIMD
  double sum = 0;
  const auto width = static_cast<std::size_t>(matte_.width());
  for (int y = 0; y < matte_.height(); ++y) {
    const float* row = matte_.row(y);
    float lanes[kLanes] = {};
    std::size_t x = 0;
    for (; x + kLanes <= width; x += kLanes) {
      for (std::size_t lane = 0; lane < kLanes; ++lane) lanes[lane] += row[x + lane];
    }
    for (; x < width; ++x) lanes[0] += row[x];
    for (const float lane : lanes) sum += static_cast<double>(lane);
  }
  return sum / static_cast<double>(matte_.size());
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
  segmenter_.reset();
  for (const auto& refiner : refiners_) refiner->reset();
}

}  // namespace segme
