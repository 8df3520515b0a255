// net/precision: the names of the precisions.
#include "net/precision.h"

#include <array>
#include <utility>

#include "base/error.h"

namespace segme::net {

bool keeps_floats(const Node& node, const Tensor& weights) {
  constexpr std::size_t kSmall = 5000;
  return node.groups > 1 || weights.values.size() < kSmall;
}

Precision parse_precision(std::string_view name) {
  constexpr std::array<std::pair<std::string_view, Precision>, 4> kNames = {{{"fp32", Precision::fp32},
                                                                             {"fp16", Precision::fp16},
                                                                             {"int8-weights", Precision::int8_weights},
                                                                             {"int8", Precision::int8}}};
  std::string list;
  for (const auto& [known, precision] : kNames) {
    if (known == name) return precision;
    list += (list.empty() ? "" : ", ") + std::string(known);
  }
  throw Error(ExitCode::usage, "unknown precision '" + std::string(name) + "'. There are: " + list + ".");
}

}  // namespace segme::net
