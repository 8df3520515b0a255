// net/ranges: numbers are written so that the very same floats are read back.
#include "net/ranges.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "base/error.h"

namespace segme::net {

std::string ranges_text(const Graph& graph, const std::vector<Range>& ranges) {
  SEGME_CHECK(ranges.size() == graph.nodes.size());
  nlohmann::ordered_json json = nlohmann::ordered_json::object();
  for (std::size_t i = 0; i < ranges.size(); ++i) json[graph.nodes[i].name] = {ranges[i].low, ranges[i].high};
  return json.dump();
}

std::vector<Range> read_ranges(const Graph& graph, std::string_view text, const std::string& file) {
  const auto refuse = [&](const std::string& node) {
    throw Error(ExitCode::model, "cannot read the ranges of 8 bits in '" + file + "': there is none of node '" + node +
                                     "'. Give weights that 'segme train --quantise 8' wrote for this net.");
  };
  const nlohmann::json json = nlohmann::json::parse(text, nullptr, false);
  std::vector<Range> ranges;
  for (const Node& node : graph.nodes) {
    const auto found = json.is_object() ? json.find(node.name) : json.end();
    if (found == json.end()) {
      if (node.op != Op::reshape) refuse(node.name);
      ranges.emplace_back();
      continue;
    }
    if (!found->is_array() || found->size() != 2 || !(*found)[0].is_number() || !(*found)[1].is_number())
      refuse(node.name);
    const Range range{(*found)[0].get<float>(), (*found)[1].get<float>()};
    if (!std::isfinite(range.low) || !std::isfinite(range.high) || range.low > range.high) refuse(node.name);
    ranges.push_back(range);
  }
  return ranges;
}

}  // namespace segme::net
