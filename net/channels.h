// net/channels: which output channel each value of a weight tensor belongs to.
#pragma once

#include <cstddef>

#include "base/error.h"
#include "net/graph.h"

namespace segme::net {

class ChannelsOf {
 public:
  /// `axis`: the dimension of the output channels. @throws std::logic_error when the tensor has none such.
  ChannelsOf(const Tensor& weights, std::size_t axis) {
    SEGME_CHECK(axis < weights.shape.size());
    count_ = static_cast<std::size_t>(weights.shape[axis]);
    for (std::size_t i = axis + 1; i < weights.shape.size(); ++i) inner_ *= static_cast<std::size_t>(weights.shape[i]);
  }
  [[nodiscard]] std::size_t count() const noexcept { return count_; }
  [[nodiscard]] std::size_t of(std::size_t value) const noexcept { return value / inner_ % count_; }

 private:
  std::size_t count_ = 0;
  std::size_t inner_ = 1;
};

}  // namespace segme::net
