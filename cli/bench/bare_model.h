// cli/bench/bare_model: models for measuring, with a card or without.
#pragma once

#include <string>

#include "infer/engine.h"

namespace segme::cli {

/// What find_model() finds; and a model file without a card, for comparison with other people's nets: how long a net
/// takes depends on nothing that a card says but the size of its input, and that is found by trying those that are
/// usual. @throws Error(model), Error(missing)
Model find_model_to_time(const std::string& what, const EngineOptions& engine);

}  // namespace segme::cli
