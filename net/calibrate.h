// net/calibrate: how far each tensor of a net reaches on real pictures: what 8 bits have to cover.
#pragma once

#include <span>
#include <vector>

#include "net/interpret.h"
#include "net/quantise.h"

namespace segme::net {

class Calibration {
 public:
  /// `clip`: this share of the values of a picture may lie beyond each end of its range; large tensors have a few
  /// values far out, and covering them would coarsen the rest. Both references must stay.
  explicit Calibration(const Graph& graph, const Weights& weights, double clip = kClip);

  /// Runs the net on one picture, planes of floats as its input wants them, and widens the ranges to what it gives.
  /// Returns the net's output, valid until the next call.
  std::span<const float> add(std::span<const float> picture);
  /// The ranges so far, one a node in node order.
  [[nodiscard]] const std::vector<Range>& ranges() const noexcept { return ranges_; }
  [[nodiscard]] int pictures() const noexcept { return pictures_; }

  static constexpr double kClip = 1e-4;

 private:
  Interpreter interpreter_;
  double clip_;
  std::vector<Range> ranges_;
  std::vector<float> sorted_;
  int pictures_ = 0;
};

}  // namespace segme::net
