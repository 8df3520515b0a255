// infer/segmenter: joins the tensoriser, the engine and the reader of its output, and keeps the time.
#include "infer/segmenter.h"

#include <algorithm>
#include <utility>

#include "base/resize.h"
#include "base/stopwatch.h"
#include "infer/closer_look.h"

namespace segme {

namespace {

/// A logit of 3: a model that is only asked beside another may decide where that one is in doubt, and never takes away
/// a person of whom that one is sure.
constexpr float kSurest = 0.0474F;

}  // namespace

// The engine has made its own of the model; its bytes end with the constructor.
// NOLINTNEXTLINE(performance-unnecessary-value-param): it ends here, as the header says.
Segmenter::Segmenter(Model model, const EngineOptions& options)
    : card_(model.card),
      engine_(make_engine(model, options)),
      tensoriser_(card_),
      reader_(card_, engine_->output_shape()),
      also_(card_.also.empty() ? nullptr : std::make_unique<Segmenter>(find_also(card_), options)) {}

void Segmenter::segment(const Frame& frame, Matte& matte) {
  tensorise_ms_ = net_ms_ = 0;
  look(frame.image, frame.pixel_aspect, matte);
  const Rect view =
      card_.closer ? closer_view(matte, frame.image.width(), frame.image.height(), frame.pixel_aspect) : Rect{};
  if (view.width == 0) {
    if (also_ != nullptr) ask_also(frame.image, frame.pixel_aspect, matte);
    return;
  }
  cut_out_view(frame.image, view, part_);
  look(part_, frame.pixel_aspect, closer_);
  if (also_ != nullptr) ask_also(part_, frame.pixel_aspect, closer_);
  join_closer(closer_, view, frame.image.width(), frame.image.height(), matte, other_);
}

/// What the net says, with its answer about the mirrored picture where the card wants it.
void Segmenter::look(const Image& image, double pixel_aspect, Matte& matte) {
  Stopwatch watch;
  tensoriser_.run(image, engine_->input(), pixel_aspect);
  if (card_.fourth_channel == "previous_matte") write_previous();
  tensorise_ms_ += watch.lap();
  engine_->run();
  net_ms_ += watch.lap();
  reader_.read(engine_->output(), image.width(), image.height(), matte, pixel_aspect);
  if (card_.mirrored) {
    watch.lap();
    mirror_input();
    tensorise_ms_ += watch.lap();
    engine_->run();
    net_ms_ += watch.lap();
    reader_.read(engine_->output(), image.width(), image.height(), other_, pixel_aspect);
    join_mirrored(matte);
  }
  if (card_.fourth_channel != "previous_matte") return;
  previous_.resize(matte.width(), matte.height());
  std::copy_n(matte.data(), matte.size(), previous_.data());
}

/// Turns every row of the tensor round; a letterboxed picture lies in its middle, and stays there.
void Segmenter::mirror_input() {
  const std::span<float> tensor = engine_->input();
  const std::size_t width = static_cast<std::size_t>(card_.width);
  const std::size_t step = card_.layout == "nchw" ? 1 : static_cast<std::size_t>(input_channels(card_));
  for (std::size_t row = 0; row < tensor.size(); row += width * step) {
    float* const first = tensor.data() + row;
    for (std::size_t left = 0, right = width - 1; left < right; ++left, --right)
      std::swap_ranges(first + left * step, first + (left + 1) * step, first + right * step);
  }
}

void Segmenter::join_mirrored(Matte& matte) const {
  for (int y = 0; y < matte.height(); ++y) {
    float* const row = matte.row(y);
    const float* const turned = other_.row(y) + matte.width() - 1;
    for (int x = 0; x < matte.width(); ++x) row[x] = between(row[x], turned[-x]);
  }
}

/// What the other model says, at this one's size, counts as much, but where it is surer than it may be.
void Segmenter::ask_also(const Image& image, double pixel_aspect, Matte& matte) {
  also_->tensorise_ms_ = also_->net_ms_ = 0;
  also_->look(image, pixel_aspect, other_);
  tensorise_ms_ += also_->tensorise_ms();
  net_ms_ += also_->net_ms();
  const Matte* said = &other_;
  if (other_.width() != matte.width() || other_.height() != matte.height()) {
    resize_matte(other_, matte.width(), matte.height(), fitted_);
    said = &fitted_;
  }
  for (int y = 0; y < matte.height(); ++y) {
    float* const row = matte.row(y);
    const float* const beside = said->row(y);
    for (int x = 0; x < matte.width(); ++x) row[x] = between(row[x], std::clamp(beside[x], kSurest, 1 - kSurest));
  }
}

void Segmenter::reset() {
  previous_.resize(0, 0);
  if (also_ != nullptr) also_->reset();
}

/// The last matte as the fourth channel, where the picture lies in the tensor; zeros at first and around it.
void Segmenter::write_previous() {
  const std::span<float> tensor = engine_->input();
  const bool planes = card_.layout == "nchw";
  const std::size_t area = static_cast<std::size_t>(card_.width) * static_cast<std::size_t>(card_.height);
  float* const channel = tensor.data() + (planes ? 3 * area : 3);
  const std::size_t step = planes ? 1 : 4;
  for (std::size_t i = 0; i < area; ++i) channel[i * step] = 0;
  if (previous_.empty()) return;
  const Rect content = tensoriser_.content();
  const Matte* matte = &previous_;
  if (previous_.width() != content.width || previous_.height() != content.height) {
    resize_matte(previous_, content.width, content.height, fitted_);
    matte = &fitted_;
  }
  for (int y = 0; y < content.height; ++y) {
    const std::size_t first = static_cast<std::size_t>(content.y + y) * static_cast<std::size_t>(card_.width) +
                              static_cast<std::size_t>(content.x);
    const float* row = matte->row(y);
    for (int x = 0; x < content.width; ++x) channel[(first + static_cast<std::size_t>(x)) * step] = row[x];
  }
}

}  // namespace segme
