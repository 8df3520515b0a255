// render/poisson: what, added to a picture, changes its second differences as asked and is 0 around: the Poisson
// equation of gradient-domain editing (Perez et al. 2003), solved directly. A sine transform down the columns leaves a
// system of three diagonals for each row.
#pragma once

#include <cstddef>
#include <vector>

#include "base/buffer.h"

namespace segme {

class PoissonSolver {
 public:
  /// `values`: height rows of width pixels of 3 floats; at each pixel what left + right + above + below - 4 times the
  /// pixel is to be, where all outside of the rectangle is 0. They become the pixels.
  void solve(float* values, int width, int height);

 private:
  void prepare(std::size_t height);
  void transform(const float* in, std::size_t width, float* out);
  void solve_row(float* row, std::size_t width, double diagonal);

  std::size_t height_ = 0;
  std::vector<float> sines_;     ///< of the transform: output by output, for the upper half of the inputs
  std::vector<double> falling_;  ///< of a row's elimination
  Buffer<float> folded_, transformed_;
};

}  // namespace segme
