// net/channels: which output channel each value of a weight tensor belongs to; a tensor without some of its channels.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

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

/// Numbers of channels, in order.
using Channels = std::vector<std::size_t>;

/// 0 to count - 1.
Channels all_channels(std::int64_t count);

/// What is at the chosen places of every axis of a tensor.
Tensor cut(const Tensor& tensor, const std::vector<Channels>& axes);

}  // namespace segme::net
