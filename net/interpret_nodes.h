// net/interpret_nodes: the loops behind net/interpret that move over pixels: convolutions, pools, resizing. Tensors are
// planes of floats; `in` is the shape of `x`.
#pragma once

#include <vector>

#include "net/graph.h"

namespace segme::net::plain {

using Values = std::vector<float>;

/// Fills `y` (of node.shape) with the convolution; bias may be empty.
void convolve(const Node& node, const Shape& in, const Values& x, const Values& kernel, const Values& bias, Values& y);
/// The same for kernels [in, out, kh, kw] that are spread instead of gathered.
void convolve_transposed(const Node& node, const Shape& in, const Values& x, const Values& kernel, const Values& bias,
                         Values& y);
/// Average or maximum of the pixels in the window; the padding is not among them.
void pool(const Node& node, const Shape& in, const Values& x, Values& y);
/// Bilinear, by the node's sampling rule.
void resize(const Node& node, const Shape& in, const Values& x, Values& y);
/// `plane`: values of a channel.
void shuffle(const Node& node, std::size_t plane, const Values& x, Values& y);
/// {a, b, c} -> {c, a, b}.
void transpose(const Shape& in, const Values& x, Values& y);

}  // namespace segme::net::plain
