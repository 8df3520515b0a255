// infer/quality: the levels that a user asks for instead of a model's name.
#pragma once

#include <string_view>

namespace segme {

/// Whether `word` is a level: fast, balanced or accurate.
bool is_quality(std::string_view word);

/// How far the level that a model serves is from the wanted one; 0 is the same, and of two that are one step away the
/// faster counts as nearer.
int quality_distance(std::string_view served, std::string_view wanted);

}  // namespace segme
