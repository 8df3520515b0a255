// infer/segmenter: the face of whatever finds people: frame -> coarse matte. A net is one (net_segmenter), a clean
// plate is one (subtraction), a call-back is one (callback_segmenter). Others stand around one and make it better:
// mirrored, together, closer_look, witnesses.
#pragma once

#include <string>

#include "base/image.h"

namespace segme {

/// Milliseconds of the last segment(): making tensors, and the nets alone.
struct SegmentTimes {
  double tensorise = 0;
  double net = 0;
};

class Segmenter {
 public:
  Segmenter() = default;
  Segmenter(const Segmenter&) = delete;
  Segmenter& operator=(const Segmenter&) = delete;
  virtual ~Segmenter() = default;

  /// Writes the coarse matte (any size, 0..1, 1 = person) of a 3-channel frame of any size. No allocation once warm.
  /// One call at a time. @throws Error(model) when the engine fails, Error(usage) when a plate has another shape
  virtual void segment(const Frame& frame, Matte& matte) = 0;
  /// Forgets the past: at a cut, a seek or a new input.
  virtual void reset() {}
  /// What mattes come from: a model's name, "bgsub", or both as "bgsub,portrait".
  [[nodiscard]] virtual std::string name() const = 0;
  /// What really runs it: "OpenVINO 2026.4 CPU, fp32, 2 threads".
  [[nodiscard]] virtual std::string device() const = 0;
  [[nodiscard]] virtual SegmentTimes times() const { return {}; }
  /// Takes the next frames for a new plate; false where none is compared with. May be called during segment().
  virtual bool recapture() { return false; }
  /// How much of the plate has been seen, 0..1; 1 where there is one, or none is needed.
  [[nodiscard]] virtual double captured() const { return 1; }
};

}  // namespace segme
