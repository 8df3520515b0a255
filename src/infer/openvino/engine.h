// infer/openvino/engine: nets on the CPU by OpenVINO. Only declared where OpenVINO was not found; see engines.cpp.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "infer/engine.h"

namespace segme {

/// See make_engine(). Reads ONNX from memory, TFLite and OpenVINO IR from their path.
std::unique_ptr<Engine> make_openvino_engine(const Model& model, const EngineOptions& options);

/// See cached_arithmetic().
std::string cached_arithmetic_of_openvino(const Model& model, const EngineOptions& options);

/// See describe_engines().
std::vector<std::string> describe_openvino();

}  // namespace segme
