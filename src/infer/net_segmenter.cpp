// infer/net_segmenter: joins the tensoriser, the engine and the reader of its output, and keeps the time.
#include "infer/net_segmenter.h"

#include <algorithm>
#include <utility>

#include "base/resize.h"
#include "base/stopwatch.h"

namespace segme {

NetSegmenter::NetSegmenter(const Model& model, const EngineOptions& options)
    : NetSegmenter(model.card, make_engine(model, options)) {}

NetSegmenter::NetSegmenter(ModelCard card, std::unique_ptr<Engine> engine)
    : card_(std::move(card)), engine_(std::move(engine)), tensoriser_(card_), reader_(card_, engine_->output_shape()) {}

std::span<const float> NetSegmenter::prepare(const Frame& frame) {
  Stopwatch watch;
  width_ = frame.image.width();
  height_ = frame.image.height();
  pixel_aspect_ = frame.pixel_aspect;
  tensoriser_.run(frame.image, engine_->input(), pixel_aspect_);
  if (card_.fourth_channel == FourthChannel::previous_matte) write_previous();
  times_.tensorise = watch.lap();
  prepared_ = true;
  return engine_->input();
}

void NetSegmenter::segment(const Frame& frame, Matte& matte) {
  if (!prepared_ || frame.image.width() != width_ || frame.image.height() != height_) prepare(frame);
  prepared_ = false;
  Stopwatch watch;
  engine_->run();
  times_.net = watch.lap();
  read(matte);
  remember(matte);
}

void NetSegmenter::read(Matte& matte) { reader_.read(engine_->output(), width_, height_, matte, pixel_aspect_); }

void NetSegmenter::segment_mirrored(Matte& matte) {
  Stopwatch watch;
  mirror_input();
  times_.tensorise += watch.lap();
  engine_->run();
  times_.net += watch.lap();
  read(matte);
  for (int y = 0; y < matte.height(); ++y) std::reverse(matte.row(y), matte.row(y) + matte.width());
}

/// Turns every row of the tensor round; a letterboxed picture lies in its middle, and stays there.
void NetSegmenter::mirror_input() {
  const std::span<float> tensor = engine_->input();
  const std::size_t width = static_cast<std::size_t>(card_.width);
  const std::size_t step = card_.layout == Layout::nchw ? 1 : static_cast<std::size_t>(input_channels(card_));
  for (std::size_t row = 0; row < tensor.size(); row += width * step) {
    float* const first = tensor.data() + row;
    for (std::size_t left = 0, right = width - 1; left < right; ++left, --right)
      std::swap_ranges(first + left * step, first + (left + 1) * step, first + right * step);
  }
}

void NetSegmenter::remember(const Matte& matte) {
  if (card_.fourth_channel != FourthChannel::previous_matte) return;
  previous_.resize(matte.width(), matte.height());
  std::copy_n(matte.data(), matte.size(), previous_.data());
}

/// The last matte as the fourth channel, where the picture lies in the tensor; zeros at first and around it.
void NetSegmenter::write_previous() {
  const std::span<float> tensor = engine_->input();
  const bool planes = card_.layout == Layout::nchw;
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
