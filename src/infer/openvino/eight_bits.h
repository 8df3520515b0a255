// infer/openvino/eight_bits: nets of 8 bits. OpenVINO shows an 8-bit tensor as a FakeQuantize node: real values rounded
// to 256 steps of a range.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

namespace ov {
class Model;
class Tensor;
}  // namespace ov

namespace segme {

/// Quantised files take and give integers: lets them take and give the real values these stand for.
void take_real_values(ov::Model& net);

/// Replaces every rounding by the limits of its range, for nets that the engine cannot run in 8 bits. How many there
/// were.
std::size_t widen_to_floats(ov::Model& net);

/// Calls compile(), which compiles `net`; where that fails and the net has roundings, widens it and calls once more.
/// Whether it did so. @throws what compile() throws
bool compile_or_widen(ov::Model& net, const std::function<void()>& compile);

/// Called with every net before it is compiled, and may throw as OpenVINO does where it has no kernel; null: not. For
/// tests: which nets OpenVINO refuses is another question with each of its versions.
extern void (*before_compiling)(const ov::Model& net);

/// Lets convolutions and matrix products run in 8 bits: weights rounded a channel at a time, what comes into them to
/// the range that was seen when the net ran `pictures` (tensors in the shape of its input). A net that has roundings
/// already stays as it is. @throws std::exception
void round_to_eight_bits(const std::shared_ptr<ov::Model>& net, const std::vector<ov::Tensor>& pictures);

}  // namespace segme
