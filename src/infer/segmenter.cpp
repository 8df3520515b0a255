// infer/segmenter: joins the tensoriser, the engine and the reader of its output, and keeps the time.
#include "infer/segmenter.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/resize.h"
#include "base/stopwatch.h"

namespace segme {

namespace {

/// The sigmoid of the mean of two mattes' logits: who is sure counts more than who is not, so that what but one of them
/// half sees does not stay as a haze, which the mean of the mattes themselves would leave.
float between(float a, float b) {
  constexpr float kSurest = 1.0F / 1024;
  a = std::clamp(a, kSurest, 1 - kSurest);
  b = std::clamp(b, kSurest, 1 - kSurest);
  const float person = std::sqrt(a * b);
  return person / (person + std::sqrt((1 - a) * (1 - b)));
}

}  // namespace

// The engine has made its own of the model; its bytes end with the constructor.
// NOLINTNEXTLINE(performance-unnecessary-value-param): it ends here, as the header says.
Segmenter::Segmenter(Model model, const EngineOptions& options)
    : card_(model.card),
      engine_(make_engine(model, options)),
      tensoriser_(card_),
      reader_(card_, engine_->output_shape()) {}

void Segmenter::segment(const Frame& frame, Matte& matte) {
  Stopwatch watch;
  tensoriser_.run(frame.image, engine_->input());
  if (card_.fourth_channel == "previous_matte") write_previous();
  tensorise_ms_ = watch.lap();
  engine_->run();
  net_ms_ = watch.lap();
  reader_.read(engine_->output(), frame.image.width(), frame.image.height(), matte);
  if (card_.mirrored) {
    watch.lap();
    mirror_input();
    tensorise_ms_ += watch.lap();
    engine_->run();
    net_ms_ += watch.lap();
    reader_.read(engine_->output(), frame.image.width(), frame.image.height(), mirrored_);
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
    const float* const turned = mirrored_.row(y) + matte.width() - 1;
    for (int x = 0; x < matte.width(); ++x) row[x] = between(row[x], turned[-x]);
  }
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
