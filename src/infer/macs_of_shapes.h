// infer/macs_of_shapes: what a layer computes, read off the shapes of its tensors: how far a machine's peak it runs at.
#pragma once

#include <string_view>
#include <vector>

namespace segme {

/// Multiply-adds of one layer of a net as ONNX has them. `in` and `out`: the sides of its tensors, in their order. 0
/// for kinds that only move or compare.
double macs_of_shapes(std::string_view kind, const std::vector<std::vector<double>>& in,
                      const std::vector<std::vector<double>>& out);

}  // namespace segme
