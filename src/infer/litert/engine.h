// infer/litert/engine: TFLite files by LiteRT, where its library is found when the engine is asked for.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "infer/engine.h"

namespace segme {

/// See make_engine(). Reads TFLite from memory.
std::unique_ptr<Engine> make_litert_engine(const Model& model, const EngineOptions& options);

/// See describe_engines().
std::vector<std::string> describe_litert();

}  // namespace segme
