// eval/matting: the two errors that matting papers add because people see them (Rhemann et al. 2009, "A perceptually
// motivated online benchmark for image matting"): blurred or invented edges, and pieces that hang in the air.
#pragma once

#include "base/image.h"

namespace segme::eval {

/// Grad: sum over the picture of the squared difference of the two gradient lengths (Gaussian derivative, sigma 1.4,
/// the border repeated), / 1000. Mattes are taken as they are, not stretched to 0..1. 0 for equal mattes.
/// @throws std::logic_error when the sizes differ.
double gradient_error(const Matte& matte, const Matte& truth);

/// Conn: sum of the differences in how far each pixel is from the largest piece that both mattes have in common, over
/// thresholds 0.1 apart, 4-connected, differences below 0.15 forgiven, / 1000. 0 for equal mattes.
/// @throws std::logic_error when the sizes differ.
double connectivity_error(const Matte& matte, const Matte& truth);

}  // namespace segme::eval
