// net/walk: no function calls itself, as a file of somebody else decides how deep the net is.
#include "net/walk.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace segme::net {

std::vector<int> walk_order(std::span<const Step> steps, std::span<const int> outputs) {
  std::vector<std::vector<int>> read(steps.size());
  std::vector<int> length(steps.size(), 0);
  for (std::size_t i = 0; i < steps.size(); ++i) {
    for (const int input : steps[i].inputs) {
      if (input >= 0 && static_cast<std::size_t>(input) < i) read[i].push_back(input);
    }
    const auto longer = [&](int a, int b) {
      return length[static_cast<std::size_t>(a)] > length[static_cast<std::size_t>(b)];
    };
    std::ranges::stable_sort(read[i], longer);
    if (!read[i].empty()) length[i] = length[static_cast<std::size_t>(read[i].front())];
    length[i] += steps[i].length;
  }
  std::vector<int> order;
  std::vector<bool> begun(steps.size(), false);
  std::vector<std::pair<int, std::size_t>> open;  // a step, and how many of its inputs were looked at
  const auto begin = [&](int step) {
    if (step < 0 || static_cast<std::size_t>(step) >= steps.size() || begun[static_cast<std::size_t>(step)]) return;
    begun[static_cast<std::size_t>(step)] = true;
    open.emplace_back(step, 0);
  };
  for (const int output : outputs) {
    begin(output);
    while (!open.empty()) {
      auto& [step, looked] = open.back();
      const std::vector<int>& inputs = read[static_cast<std::size_t>(step)];
      if (looked < inputs.size()) {
        begin(inputs[looked++]);
        continue;
      }
      order.push_back(step);
      open.pop_back();
    }
  }
  return order;
}

}  // namespace segme::net
