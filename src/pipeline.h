// pipeline: joins the five stages, which come as objects; no text, no file and no flag is known here. One process() is
// one frame; pictures, pages and phones call that, video and live call run().
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/image.h"
#include "capture/capture.h"
#include "infer/segmenter.h"
#include "refine/refiner.h"
#include "render/renderer.h"
#include "sink/sink.h"

namespace segme {

/// Milliseconds of the last process(), stage by stage.
struct StageTimes {
  double tensorise = 0, net = 0, refine = 0, render = 0;
};

/// The mean of every row_step-th row of a matte; 0 of an empty one.
double mean_of(const Matte& matte, int row_step = 1);

class Pipeline {
 public:
  /// `segmenter` may be shared by pipelines that do not work at the same time; it and the renderer are never null.
  Pipeline(std::shared_ptr<Segmenter> segmenter, std::vector<std::unique_ptr<Refiner>> refiners,
           std::unique_ptr<Renderer> renderer);

  /// The matte of a frame, at the frame's size. Valid until the next call.
  const Matte& matte(const Frame& frame);
  /// The matte of the last call.
  [[nodiscard]] const Matte& last_matte() const noexcept { return matte_; }
  /// How much of it is person, 0..1: its mean.
  [[nodiscard]] double person() const;
  /// The coarse matte alone: from the net at its size, from the plate, or from both. May run on another thread than
  /// finish(), one call at a time.
  void segment(const Frame& frame, Matte& coarse);
  /// What comes after the net: the matte of a frame is refined in place, to the frame's size, and drawn.
  void finish(const Frame& frame, Matte& matte, Image& picture);
  /// The two parts of finish(), which may run on two threads.
  void refine(const Frame& frame, Matte& matte);
  [[nodiscard]] Renderer& renderer() noexcept { return *renderer_; }
  /// matte() and then the picture.
  void process(const Frame& frame, Image& picture);
  /// process() until the frames end.
  void run(Capture& capture, Sink& sink);
  /// Forgets the past: at a cut, a seek, a new input.
  void reset();
  /// Another way to render or refine, from now on. Takes over what it gets.
  void set_renderer(std::unique_ptr<Renderer> renderer) { renderer_ = std::move(renderer); }
  void set_refiners(std::vector<std::unique_ptr<Refiner>> refiners) { refiners_ = std::move(refiners); }

  [[nodiscard]] const StageTimes& times() const noexcept { return times_; }
  [[nodiscard]] Segmenter& segmenter() noexcept { return *segmenter_; }
  [[nodiscard]] const Segmenter& segmenter() const noexcept { return *segmenter_; }

 private:
  std::shared_ptr<Segmenter> segmenter_;
  std::vector<std::unique_ptr<Refiner>> refiners_;
  std::unique_ptr<Renderer> renderer_;
  Matte matte_, large_;
  StageTimes times_;
};

}  // namespace segme
