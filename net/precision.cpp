// net/precision: the names of the precisions.
#include "net/precision.h"

#include <array>
#include <utility>

#include "base/error.h"

namespace segme::net {

std::vector<bool> kept_in_floats(const Graph& graph, const Weights& weights) {
  constexpr std::size_t kParts = 100;
  const auto size_of = [&](const Node& node) {
    const auto found = weights.find(node.name + ".weight");
    return found == weights.end() ? 0 : found->second.values.size();
  };
  std::size_t all = 0;
  for (const Node& node : graph.nodes) all += size_of(node);
  std::vector<bool> kept;
  for (const Node& node : graph.nodes) kept.push_back(node.groups > 1 || size_of(node) <= all / kParts);
  return kept;
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
