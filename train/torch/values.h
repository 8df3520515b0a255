// train/torch/values: a tensor's values as our own loops take them.
#pragma once

#include <cstdint>

#include <torch/torch.h>

namespace segme::train {

/// Calls use(values): values(t) points to the first value of a tensor of x's type, 16-bit floats as their bits.
template <class Use>
void with_values(const torch::Tensor& x, const Use& use) {
  if (x.scalar_type() == torch::kBFloat16) {
    use([](const torch::Tensor& t) { return static_cast<std::uint16_t*>(t.data_ptr()); });
  } else {
    use([](const torch::Tensor& t) { return t.data_ptr<float>(); });
  }
}

}  // namespace segme::train
