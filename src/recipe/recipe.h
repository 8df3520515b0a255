// recipe: what people type and programs send becomes objects here, and nowhere below. A Recipe says in words how frames
// become pictures; make_pipeline() finds the model, reads the files, and joins the parts.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "infer/engine.h"
#include "pipeline.h"
#include "pipeline/opening.h"
#include "render/lay_out.h"

namespace segme {

struct Recipe {
  std::string model = "balanced";  ///< name, level, folder or file: see find_model
  std::string method = "net";      ///< net, bgsub (with options behind a colon), or both: "bgsub,net"
  std::string plate;               ///< for bgsub: a picture file of the scene without the person; "" = the
                                   ///< first frames are
  std::string refine = "largest_person,guided";  ///< refiners in order; "none" leaves the net's matte, enlarged
  std::string render;               ///< renderers in order; "" is alpha, or cutout where nothing is behind the person
  std::string background = "none";  ///< see open_background
  Fit fit = Fit::fill;              ///< how a background picture is laid out
  Opening opening;                  ///< of a background video
  bool still = false;               ///< pictures that have nothing to do with each other, see make_segmenter
  EngineOptions engine;
};

/// "fp32", "auto" ... and "fill" ... @throws Error(usage) about that field for a name that there is not
EnginePrecision read_precision(const std::string& name);
Fit read_fit(const std::string& name);

/// Joins what `recipe` says. The model comes last: it takes longest, and a wrong refiner is to be said at once.
/// @throws Error(usage), Error(input), Error(model), Error(missing)
Pipeline make_pipeline(const Recipe& recipe);

/// The same with a segmenter of the caller's; the recipe's model, method and plate do not matter.
/// @throws Error(usage), Error(input)
Pipeline make_pipeline(const Recipe& recipe, std::shared_ptr<Segmenter> segmenter);

/// What finds people: a net, a plate, or both. @throws Error(usage), Error(input), Error(model), Error(missing)
std::unique_ptr<Segmenter> make_method(const Recipe& recipe);

/// The refiners of a chain, in order. @throws Error(usage)
std::vector<std::unique_ptr<Refiner>> make_refiners(const std::string& chain);

/// Splits "largest_person,guided:radius=6,epsilon=0.01" into refiners: a comma starts a new one where a known name
/// follows.
std::vector<std::string> split_chain(const std::string& text);

}  // namespace segme
