// infer/net_segmenter: a net as a Segmenter: tensorise, run, pick the person channel. The matte has the net's own size.
#pragma once

#include <memory>
#include <span>
#include <string>

#include "infer/engine.h"
#include "infer/matte_reader.h"
#include "infer/model_card.h"
#include "infer/segmenter.h"
#include "infer/tensorise.h"

namespace segme {

class NetSegmenter final : public Segmenter {
 public:
  /// Compiles the model. @throws Error(model), Error(missing)
  NetSegmenter(const Model& model, const EngineOptions& options);
  /// `engine` runs the net that `card` describes.
  NetSegmenter(ModelCard card, std::unique_ptr<Engine> engine);

  /// The coarse matte at the net's output size, its letterbox bars cut away.
  void segment(const Frame& frame, Matte& matte) override;
  /// Only the net's input of a frame, for an engine that answers later; valid until the next call. segment() takes the
  /// next frame for the same one where it is as large, and does not make its input again.
  std::span<const float> prepare(const Frame& frame);
  /// The same picture once more, mirrored: what the net says of that, turned back. Adds to times().
  void segment_mirrored(Matte& matte);
  void reset() override {
    previous_.resize(0, 0);
    prepared_ = false;
  }
  [[nodiscard]] std::string name() const override { return card_.name; }
  [[nodiscard]] std::string device() const override { return engine_->device(); }
  [[nodiscard]] SegmentTimes times() const override { return times_; }

  [[nodiscard]] const ModelCard& card() const noexcept { return card_; }
  [[nodiscard]] const Engine& engine() const noexcept { return *engine_; }
  [[nodiscard]] Engine& engine() noexcept { return *engine_; }
  /// Keeps `matte` as the one before, for a net whose fourth channel it is.
  void remember(const Matte& matte);

 private:
  void write_previous();
  void mirror_input();
  void read(Matte& matte);

  const ModelCard card_;
  std::unique_ptr<Engine> engine_;
  Tensoriser tensoriser_;
  MatteReader reader_;
  Matte previous_;              // of the last frame
  Matte fitted_;                // that at another size
  int width_ = 0, height_ = 0;  // of the last frame
  double pixel_aspect_ = 1;
  bool prepared_ = false;
  SegmentTimes times_;
};

}  // namespace segme
