// infer/onnxruntime/arithmetic: what a session really computes in. A file in 8 bits says so by pairs of nodes that
// round and unround; only the graph that ONNX Runtime makes of it shows which convolutions run in bytes.
#pragma once

#include <filesystem>
#include <string>

#include "infer/model_card.h"

namespace segme {

class WhatRuns {
 public:
  explicit WhatRuns(const Model& model);
  WhatRuns(const WhatRuns&) = delete;
  WhatRuns& operator=(const WhatRuns&) = delete;
  ~WhatRuns();
  /// Whether the file has such nodes: then the session is to write its own graph to file().
  [[nodiscard]] bool in_doubt() const noexcept { return !folder_.empty(); }
  [[nodiscard]] std::string file() const { return (folder_ / "graph.onnx").string(); }
  /// "fp32", "int8", or "fp32 in place of int8". Call it after the session was made.
  [[nodiscard]] std::string arithmetic() const;

 private:
  std::filesystem::path folder_;
};

}  // namespace segme
