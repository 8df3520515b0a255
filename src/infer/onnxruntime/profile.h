// infer/onnxruntime/profile: how long every layer took, out of the file that ONNX Runtime writes of it.
#pragma once

#include <filesystem>
#include <vector>

#include "infer/engine.h"
#include "infer/onnxruntime/library.h"

namespace segme {

class OnnxruntimeProfile {
 public:
  /// Sessions made with `options` keep the times of their layers.
  OnnxruntimeProfile(const onnxruntime::Library& library, onnxruntime::Options* options);
  OnnxruntimeProfile(const OnnxruntimeProfile&) = delete;
  OnnxruntimeProfile& operator=(const OnnxruntimeProfile&) = delete;
  ~OnnxruntimeProfile();
  /// Ends it, and gives the times of all runs; the second time, and where nothing could be kept, nothing.
  std::vector<LayerTimes> end(const onnxruntime::Library& library, onnxruntime::Session* session);

 private:
  std::filesystem::path folder_;
};

}  // namespace segme
