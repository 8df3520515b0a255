// sink/fitted: pictures of one size and kind for another sink that cannot change on the way (a recording, a stream),
// whatever the camera does.
#pragma once

#include <memory>

#include "sink/sink.h"

namespace segme {

/// The whole picture, as large as fits into width x height, in the middle of black (or transparent) ground. It is the
/// picture itself, or lies in one of the buffers.
const Image& fit_whole(const Image& picture, int width, int height, Image& scaled, Image& placed);

class Fitted final : public Sink {
 public:
  /// width, height 0: those of the first picture. alpha: pictures keep transparent places, else they become black.
  Fitted(std::unique_ptr<Sink> sink, int width, int height, bool alpha);

  /// A picture of another shape is made as large as fits, in the middle of black (or transparent) ground.
  void show(const Image& picture, double seconds) override;
  void finish() override { sink_->finish(); }

 private:
  const Image& coloured(const Image& picture);
  std::unique_ptr<Sink> sink_;
  int width_, height_, channels_;
  Image coloured_, scaled_, placed_;
};

}  // namespace segme
