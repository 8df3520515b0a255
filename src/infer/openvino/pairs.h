// infer/openvino/pairs: x86 without VNNI adds two products of bytes in 16 bits and cuts what does not fit. Nets in 8
// bits whose weights go beyond 64 of 127, as most do, would say something else there.
#pragma once

#include <memory>

namespace ov {
class Model;
}

namespace segme {

/// Whether this processor adds products in pairs.
bool adds_products_in_pairs();

/// Where two products of a net might not fit, makes all its weights floats, so that it computes in floats, as exactly
/// as it was meant. Depthwise kernels, which are never added in pairs, do not count. Whether it did so.
/// @throws std::exception
bool spare_pairs(const std::shared_ptr<ov::Model>& net);

}  // namespace segme
