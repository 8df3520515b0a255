// infer/openvino/profile: how long every layer took, and what it computes. OpenVINO joins layers; what a joined one
// computes is the sum of those it was made of.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "infer/engine.h"

namespace ov {
class CompiledModel;
class InferRequest;
class Model;
}  // namespace ov

namespace segme {

struct LayerCost {
  double macs = 0;
  double bytes = 0;  ///< of its weights and of what comes out
  bool depthwise = false;
};

/// By the layer's name.
using LayerCosts = std::map<std::string, LayerCost>;

/// Of every layer of a net that is not compiled yet.
LayerCosts layer_costs(const ov::Model& net);

class OpenvinoProfile {
 public:
  OpenvinoProfile(const ov::CompiledModel& compiled, const LayerCosts& costs);
  /// Takes the times of the request's last run.
  void add(const ov::InferRequest& request);
  /// Without layers that took no time in any run: constants, and what was joined with others.
  [[nodiscard]] std::vector<LayerTimes> layers() const;

 private:
  std::vector<LayerTimes> layers_;
  std::map<std::string, std::size_t> places_;
};

}  // namespace segme
