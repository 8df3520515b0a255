// cli/bench/baseline: what changed since an earlier measurement, beyond the noise of both.
#pragma once

#include <string>
#include <vector>

namespace segme::cli {

struct Contender;

/// Of the JSON that --json writes; another number is another meaning of its fields.
inline constexpr int kBenchFormat = 3;

/// Before anything is measured. @throws as print_changes() does
void check_baseline(const std::string& file);

/// Prints a line a contender: the ratio of the medians and whether that is more than noise.
/// @throws Error(input) when the file is none, of another format, or of another machine
void print_changes(const std::vector<Contender>& contenders, const std::string& file);

}  // namespace segme::cli
