// recipe/background: what a person gives as --background and --render, as objects.
#pragma once

#include <memory>
#include <string>

#include "pipeline/opening.h"
#include "render/background.h"
#include "render/lay_out.h"
#include "render/renderer.h"

namespace segme {

/// What a person gives as --background: "none" (null), "blur:strength=3" or another name of the table, "#rrggbb", a
/// colour's name, or a picture or video file, laid out by `fit`.
/// @throws Error(usage), Error(input) when the file cannot be read.
std::unique_ptr<Background> open_background(const std::string& text, Fit fit, const Opening& opening = {});

/// The picture or video file that `text` names; null where it names a colour. @throws Error(input)
std::unique_ptr<Background> open_background_file(const std::string& text, Fit fit, const Opening& opening);

/// --render and --background together: see make_renderer(chain, background). @throws Error(usage), Error(input)
std::unique_ptr<Renderer> make_rendering(const std::string& render, const std::string& background, Fit fit,
                                         const Opening& opening = {});

/// The renderer for --background alone: a cut-out, or the person before what open_background gives.
/// @throws Error(usage), Error(input)
std::unique_ptr<Renderer> make_background(const std::string& background, Fit fit);

/// True when --background names a video: a file that is no picture, or a URL.
bool is_video_background(const std::string& background);

}  // namespace segme
