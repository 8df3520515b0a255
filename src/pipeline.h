// pipeline: joins the five stages; the only file that knows them all. One process() is one frame; image, serve, the
// browser and the phone call that, video and live call run().
#pragma once

#include <filesystem>
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

struct PipelineOptions {
  std::string model = "balanced";                ///< name, level, folder or file: see find_model
  std::string refine = "largest_person,guided";  ///< refiners in order; "none" leaves the net's matte, enlarged
  std::string render = "cutout";                 ///< a renderer, see make_background for what replaces the background
  EngineOptions engine;
};

/// Milliseconds of the last process(), stage by stage.
struct StageTimes {
  double tensorise = 0, net = 0, refine = 0, render = 0;
};

class Pipeline {
 public:
  /// @throws Error(usage), Error(model), Error(missing)
  explicit Pipeline(const PipelineOptions& options);

  /// The matte of a frame, at the frame's size. Valid until the next call.
  const Matte& matte(const Frame& frame);
  /// The matte of the last call.
  [[nodiscard]] const Matte& last_matte() const noexcept { return matte_; }
  /// How much of it is person, 0..1: its mean.
  [[nodiscard]] double person() const;
  /// The net's matte alone, at the net's size. May run on another thread than finish(), one call at a time.
  void segment(const Frame& frame, Matte& coarse) { segmenter_.segment(frame, coarse); }
  /// What comes after the net: the matte of a frame is refined in place, to the frame's size, and drawn.
  void finish(const Frame& frame, Matte& matte, Image& picture);
  /// matte() and then the picture.
  void process(const Frame& frame, Image& picture);
  /// process() until the frames end.
  void run(Capture& capture, Sink& sink);
  /// Forgets the past: at a cut, a seek, a new input.
  void reset();
  /// Another way to render, from now on. Takes over `renderer`.
  void set_renderer(std::unique_ptr<Renderer> renderer) { renderer_ = std::move(renderer); }

  [[nodiscard]] const StageTimes& times() const noexcept { return times_; }
  [[nodiscard]] const Segmenter& segmenter() const noexcept { return segmenter_; }

 private:
  void refine(const Frame& frame, Matte& matte);

  // The model last: it takes longest, and a wrong refiner is to be said at once.
  std::vector<std::unique_ptr<Refiner>> refiners_;
  std::unique_ptr<Renderer> renderer_;
  Segmenter segmenter_;
  Matte matte_, large_;
  StageTimes times_;
};

/// The renderer for what a person gives as --background: "none" (a transparent cut-out), "blur" or "blur:radius=..",
/// "#rrggbb" or "colour:..", or a picture file, laid out by `fit` (fill | fit | centre).
/// @throws Error(usage), Error(input) when the file cannot be read.
std::unique_ptr<Renderer> make_background(const std::string& background, const std::string& fit);

/// Splits "largest_person,guided:radius=6,epsilon=0.01" into refiners: a comma starts a new one where a known name
/// follows.
std::vector<std::string> split_chain(const std::string& text);

}  // namespace segme
