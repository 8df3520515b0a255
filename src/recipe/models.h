// recipe/models: a name, a level or a path becomes a model. Cards are read first, which is cheap; a model's bytes only
// when it was chosen.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "infer/model_card.h"

namespace segme {

/// Finds a model: a folder with card.json, a card.json, a model file with card.json or NAME.json (same stem) beside it,
/// or a name / quality level from the embedded models and the model folders (SEGME_MODELS, XDG data folder, beside the
/// program). A level that no model serves is served by the nearest: card.quality tells. A model whose card says
/// "videos" serves a level in videos alone, and there before the others of its level; `still`: for stills. Checks
/// sha256 when the card gives one. For the engine litert, the TFLite file of the same name beside the model's file, if
/// there is one with a card, is found in its place. @throws Error(model)
Model find_model(std::string_view what, bool still = true, std::string_view engine = "auto");

/// The model that `card` wants asked beside its own. What its own card says of others and of closer looks is not asked
/// for then: the one that asks does that, with both. @throws Error(model)
Model find_also(const ModelCard& card);

/// Everything `segme doctor` lists: the embedded models first. Broken ones are left out, with a sentence in
/// `complaints`.
std::vector<Model> list_models(std::vector<std::string>* complaints = nullptr);

}  // namespace segme
