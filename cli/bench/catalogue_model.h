// cli/bench/catalogue_model: a net of the catalogue with random weights as a model: how long it takes does not depend
// on what it has learnt.
#pragma once

#include "infer/model_card.h"
#include "net/catalogue.h"

namespace segme::cli {

/// With batch norms folded, as ONNX in memory. size: side of the input. @throws Error(missing) where this build cannot
/// write ONNX
Model catalogue_model(const net::NetKind& kind, int size);

}  // namespace segme::cli
