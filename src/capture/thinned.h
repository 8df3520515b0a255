// capture/thinned: a source with fewer frames a second, so that nothing is computed that nobody will see.
#pragma once

#include <memory>

#include "capture/capture.h"

namespace segme {

class Thinned final : public Capture {
 public:
  /// At most `rate` frames a second, evenly: of 30 a second 15 are every other one.
  Thinned(std::unique_ptr<Capture> source, double rate);
  bool next(Frame& frame) override;

 private:
  std::unique_ptr<Capture> source_;
  double step_;
  double due_ = 0;  // moment of the next frame that is wanted
  std::int64_t number_ = 0;
};

}  // namespace segme
