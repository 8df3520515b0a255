// net/channels: see channels.h.
#include "net/channels.h"

#include <numeric>
#include <utility>

namespace segme::net {

Channels all_channels(std::int64_t count) {
  Channels all(static_cast<std::size_t>(count));
  std::iota(all.begin(), all.end(), std::size_t{0});
  return all;
}

Tensor cut(const Tensor& tensor, const std::vector<Channels>& axes) {
  SEGME_CHECK(axes.size() == tensor.shape.size());
  Tensor result;
  std::vector<std::size_t> from{0};  // offsets of what is kept, axis by axis
  std::size_t block = tensor.values.size();
  for (std::size_t a = 0; a < axes.size(); ++a) {
    block /= static_cast<std::size_t>(tensor.shape[a]);
    std::vector<std::size_t> finer;
    for (const std::size_t offset : from) {
      for (const std::size_t channel : axes[a]) finer.push_back(offset + channel * block);
    }
    from = std::move(finer);
    result.shape.push_back(static_cast<std::int64_t>(axes[a].size()));
  }
  for (const std::size_t offset : from) result.values.push_back(tensor.values[offset]);
  return result;
}

}  // namespace segme::net
