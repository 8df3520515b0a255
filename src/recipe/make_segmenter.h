// recipe/make_segmenter: a model and what its card wants done with it, as a Segmenter.
#pragma once

#include <memory>

#include "infer/engine.h"
#include "infer/segmenter.h"

namespace segme {

/// The net of `model`, and around it what the card asks for: its mirror image, another net beside it, a closer look.
/// still: for pictures that have nothing to do with each other. In a video mattes would jump with a closer view, and
/// each frame has its time. @throws Error(model), Error(missing)
std::unique_ptr<Segmenter> make_segmenter(const Model& model, const EngineOptions& options, bool still);

/// Whether the net is asked about the mirror image, too.
inline bool asks_mirrored(const ModelCard& card, bool still) {
  return card.mirrored || (card.mirrored_stills && still);
}

}  // namespace segme
