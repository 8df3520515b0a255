// cli/eval/peers: models of other people beside ours: which files of a folder can be judged, and what their nets cost.
#pragma once

#include <string>
#include <vector>

#include "cli/eval/report.h"

namespace segme::cli {

/// Adds what --peers names to options.models: of the folder every .onnx, .tflite and .xml file and every folder with a
/// card, in the order of their names; where no model is given, the built-in ones go before. @throws Error(usage)
void add_peers(EvalOptions& options);

/// Sets net_ms of each result: the median of the nets alone on one core, all of them in turn, and megabytes of its
/// file.
void measure_cost(const EvalOptions& options, std::vector<EvalResult>& results);

}  // namespace segme::cli
