// refine/motion: where the content of a frame was in the one before: block matching on a small grey copy (three-step
// pyramid, overlapped windows, vector median). MatteMotion moves a matte along with what it lies on, for `segme live
// --sync low-latency`, which does not wait for the net; the refiner temporal follows what moves.
#pragma once

#include <utility>

#include "base/image.h"

namespace segme {

/// Where the content of each block of a picture was in the picture before it.
class BlockMotion {
 public:
  struct Vector {
    int x = 0, y = 0;
  };
  /// The side of a block in pixels of the largest grey copy; the smaller copies have the same blocks.
  static constexpr int kBlock = 8;

  /// @param longest the longer side of the largest grey copy, in pixels; a smaller picture keeps its size.
  explicit BlockMotion(int longest) : longest_(longest) {}

  /// The picture that find looks in; any number of pixels, 3 channels.
  void remember(const Image& picture) { set(old_, picture); }
  /// Takes the picture whose blocks are looked for. Call find next.
  void look(const Image& picture);
  /// Finds where each block was in the remembered picture, which must have the same size. `wanted`: a byte a block, row
  /// by row; where it is 0 the block is left out and stands still. Null: all.
  void find(const std::uint8_t* wanted = nullptr);
  /// What was looked at becomes what the next find looks in.
  void keep() { std::swap(old_, now_); }
  /// Writes `from`, which lies over the remembered picture, to where its content is in the one looked at; of any size.
  void warp(const Matte& from, Matte& to) const;

  [[nodiscard]] int across() const { return across_; }
  [[nodiscard]] int down() const { return down_; }
  [[nodiscard]] int width() const { return now_.levels[0].width(); }    ///< of the largest grey copy
  [[nodiscard]] int height() const { return now_.levels[0].height(); }  ///< of the largest grey copy
  /// From the block to where it was, in pixels of the largest grey copy.
  [[nodiscard]] Vector vector(int column, int row) const { return vectors_.data()[row * across_ + column]; }

 private:
  struct Pyramid {  // NOLINT(bugprone-reserved-identifier,readability-identifier-naming): the names of its own copy
    Image colours;
    Image levels[3];  ///< grey, the smallest last
  };
  void set(Pyramid& pyramid, const Image& picture) const;
  void search(int level, const std::uint8_t* wanted);
  [[nodiscard]] int difference(int level, int x, int y, Vector vector, int limit) const;
  void smooth(const std::uint8_t* wanted);

  int longest_;
  Pyramid old_, now_;
  int across_ = 0, down_ = 0;
  Buffer<Vector> vectors_, smoothed_;
};

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
  int frame_width_ = 0, frame_height_ = 0;
  BlockMotion motion_{192};
  Matte matte_;
};

}  // namespace segme
