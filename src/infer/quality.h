// infer/quality: the levels that a user asks for instead of a model's name.
#pragma once

#include <array>
#include <string_view>

#include "base/choice.h"

namespace segme {

enum class Quality { fast, balanced, accurate };

template <>
struct NamesOf<Quality> {
  static constexpr std::array<std::string_view, 3> all{"fast", "balanced", "accurate"};
};

/// How far the level that a model serves is from the wanted one; 0 is the same, and of two that are one step away the
/// faster counts as nearer.
constexpr int quality_distance(Quality served, Quality wanted) {
  const int steps = static_cast<int>(served) - static_cast<int>(wanted);
  return steps <= 0 ? -2 * steps : 2 * steps + 1;
}

}  // namespace segme
