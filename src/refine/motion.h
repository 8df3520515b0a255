// refine/motion: moves a matte along with what it lies on, from the frame it was computed from to a newer one. For
// `segme live --sync low-latency`, which does not wait for the net. Block matching on a small grey copy (three-step
// pyramid, overlapped windows, vector median), then a backward warp.
#pragma once

#include "base/image.h"

namespace segme {

class MatteMotion {
 public:
  /// Keeps `matte`, which is the matte of `frame`, and a small grey copy of the frame.
  void remember(const Frame& frame, const Matte& matte);
  /// Whether there is a matte to move to a frame of this size.
  [[nodiscard]] bool remembers(const Frame& frame) const;
  /// Writes the remembered matte, at its own size, to where its content is in `frame`. A frame of another size than the
  /// remembered one's is a bug of the caller.
  void move(const Frame& frame, Matte& matte);
  void reset() { matte_.resize(0, 0); }

 private:
  struct Vector {
    int x = 0, y = 0;
  };
  struct Pyramid {
    Image colours;
    Image levels[3];  ///< grey, the smallest last
    void set(const Image& frame);
  };
  void search(int level);
  [[nodiscard]] int difference(int level, int x, int y, Vector vector) const;
  void smooth();
  void warp(Matte& matte) const;

  int frame_width_ = 0, frame_height_ = 0;
  Pyramid old_, now_;
  Matte matte_;
  int across_ = 0, down_ = 0;
  Buffer<Vector> vectors_, smoothed_;
};

}  // namespace segme
