// infer/segmenter: frame -> coarse matte at the net's own size: tensorise, run, pick the person channel.
#pragma once

#include <memory>
#include <string>

#include "base/image.h"
#include "infer/engine.h"
#include "infer/model_card.h"
#include "infer/read_matte.h"
#include "infer/tensorise.h"

namespace segme {

class Segmenter {
 public:
  /// Compiles the model, and the one that its card wants asked beside it. @throws Error(model), Error(missing)
  Segmenter(Model model, const EngineOptions& options);

  /// Writes the coarse matte (the net's output size, its letterbox bars cut away, or finer after a closer look; 0..1)
  /// of a 3-channel frame of any size. No allocation once warm. Not thread-safe: one Segmenter a thread.
  void segment(const Frame& frame, Matte& matte);
  /// Forgets the past of models that have one: the matte before.
  void reset();

  [[nodiscard]] const ModelCard& card() const noexcept { return card_; }
  [[nodiscard]] std::string device() const { return engine_->device(); }
  [[nodiscard]] const Engine& engine() const noexcept { return *engine_; }
  /// Milliseconds of the last segment(): making the tensor, and the net alone.
  [[nodiscard]] double tensorise_ms() const noexcept { return tensorise_ms_; }
  [[nodiscard]] double net_ms() const noexcept { return net_ms_; }

 private:
  void write_previous();
  void mirror_input();
  void join_mirrored(Matte& matte) const;
  void ask_also(const Image& image, double pixel_aspect, Matte& matte);
  void look(const Image& image, double pixel_aspect, Matte& matte);

  ModelCard card_;
  std::unique_ptr<Engine> engine_;
  Tensoriser tensoriser_;
  MatteReader reader_;
  std::unique_ptr<Segmenter> also_;  // of card.also
  Matte other_;                      // what the net says of the mirrored picture, or what the other model says
  Matte previous_;                   // of the last frame, for models whose fourth channel it is
  Matte fitted_;                     // that or the other's, at another size
  Image part_;                       // what is looked at once more
  Matte closer_;                     // and what is seen there
  double tensorise_ms_ = 0;
  double net_ms_ = 0;
};

}  // namespace segme
