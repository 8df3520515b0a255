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
#include "infer/subtraction.h"
#include "pipeline/video_background.h"
#include "refine/refiner.h"
#include "render/background.h"
#include "render/renderer.h"
#include "sink/sink.h"

namespace segme {

struct PipelineOptions {
  std::string model = "balanced";  ///< name, level, folder or file: see find_model
  std::string method = "net";      ///< net, bgsub (with options behind a colon), or both: "bgsub,net"
  std::string plate;               ///< for bgsub: a picture file of the scene without the person; "" = the
                                   ///< first frames are
  std::string refine = "largest_person,guided";  ///< refiners in order; "none" leaves the net's matte, enlarged
  std::string render;               ///< renderers in order; "" is alpha, or cutout where nothing is behind the person
  std::string background = "none";  ///< see open_background
  std::string fit = "fill";         ///< fill | fit | centre: how a background picture is laid out
  Opening opening;                  ///< of a background video
  bool still = false;               ///< pictures that have nothing to do with each other, see settle(ModelCard&, ..)
  EngineOptions engine;
};

/// Milliseconds of the last process(), stage by stage.
struct StageTimes {
  double tensorise = 0, net = 0, refine = 0, render = 0;
};

/// The mean of every row_step-th row of a matte; 0 of an empty one.
double mean_of(const Matte& matte, int row_step = 1);

class Pipeline {
 public:
  /// @throws Error(usage), Error(input), Error(model), Error(missing)
  explicit Pipeline(const PipelineOptions& options);

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
  /// matte() and then the picture.
  void process(const Frame& frame, Image& picture);
  /// process() until the frames end.
  void run(Capture& capture, Sink& sink);
  /// Forgets the past: at a cut, a seek, a new input.
  void reset();
  /// Another way to render, from now on. Takes over `renderer`.
  void set_renderer(std::unique_ptr<Renderer> renderer) { renderer_ = std::move(renderer); }
  /// Background subtraction, or null where the method is the net alone: to recapture() its plate, and to ask how far
  /// that is.
  [[nodiscard]] Subtraction* subtraction() noexcept { return subtraction_.get(); }
  /// What mattes come from: the model's name, "bgsub", or both; and what runs it.
  [[nodiscard]] std::string source() const;
  [[nodiscard]] std::string device() const { return segmenter_ ? segmenter_->device() : "CPU"; }

  [[nodiscard]] const StageTimes& times() const noexcept { return times_; }
  /// The net, which must be part of the method.
  [[nodiscard]] const Segmenter& segmenter() const {
    SEGME_CHECK(segmenter_ != nullptr);
    return *segmenter_;
  }

 private:
  void make_method(const PipelineOptions& options);
  void refine(const Frame& frame, Matte& matte);

  // The model last: it takes longest, and a wrong refiner is to be said at once.
  std::vector<std::unique_ptr<Refiner>> refiners_;
  std::unique_ptr<Renderer> renderer_;
  std::unique_ptr<Subtraction> subtraction_;
  std::unique_ptr<Segmenter> segmenter_;
  Matte matte_, large_, plate_matte_, scratch_;
  StageTimes times_;
};

/// What a person gives as --background: "none" (null), "blur:strength=3" or another name of the table, "#rrggbb", a
/// colour's name, or a picture file, laid out by `fit` (fill | fit | centre).
/// @throws Error(usage), Error(input) when the file cannot be read.
std::unique_ptr<Background> open_background(const std::string& text, const std::string& fit,
                                            const Opening& opening = {});

/// --render and --background together: see make_renderer(chain, background). @throws Error(usage), Error(input)
std::unique_ptr<Renderer> make_rendering(const std::string& render, const std::string& background,
                                         const std::string& fit, const Opening& opening = {});

/// The renderer for --background alone: a cut-out, or the person before what open_background gives.
/// @throws Error(usage), Error(input)
std::unique_ptr<Renderer> make_background(const std::string& background, const std::string& fit);

/// Splits "largest_person,guided:radius=6,epsilon=0.01" into refiners: a comma starts a new one where a known name
/// follows.
std::vector<std::string> split_chain(const std::string& text);

}  // namespace segme
