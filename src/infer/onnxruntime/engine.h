// infer/onnxruntime/engine: nets by ONNX Runtime, where its library is found when the engine is asked for.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "infer/engine.h"

namespace segme {

/// See make_engine(). Reads ONNX, from memory or with second files beside it.
std::unique_ptr<Engine> make_onnxruntime_engine(const Model& model, const EngineOptions& options);

/// See describe_engines().
std::vector<std::string> describe_onnxruntime();

}  // namespace segme
