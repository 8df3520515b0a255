// net/calibrate: a tensor's range is the widest over the pictures, each picture's being all its values but the clipped
// share. Small tensors lose none that way, so gates and logits of few values keep their extremes.
#include "net/calibrate.h"

#include <algorithm>

namespace segme::net {

Calibration::Calibration(const Graph& graph, const Weights& weights, double clip)
    : interpreter_(graph, weights), clip_(clip), ranges_(graph.nodes.size()) {}

std::span<const float> Calibration::add(std::span<const float> picture) {
  const std::vector<std::vector<float>>& values = interpreter_.run(picture);
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values[i].empty()) continue;
    sorted_ = values[i];
    const auto skipped = static_cast<std::ptrdiff_t>(static_cast<double>(sorted_.size()) * clip_);
    const auto low = sorted_.begin() + skipped;
    const auto high = sorted_.end() - 1 - skipped;
    std::nth_element(sorted_.begin(), low, sorted_.end());
    ranges_[i].low = std::min(ranges_[i].low, *low);
    std::nth_element(sorted_.begin(), high, sorted_.end());
    ranges_[i].high = std::max(ranges_[i].high, *high);
  }
  ++pictures_;
  return values.back();
}

}  // namespace segme::net
