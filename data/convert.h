// data/convert: labelled pictures <-> the arrays that training scripts in Python load whole.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "data/set.h"

namespace segme::data {

/// What failed() is told of: which sample, and the sentence.
using Failed = std::function<void(const Sample&, const std::string&)>;

struct ArrayOptions {
  int size = 0;  ///< pictures and mattes are stretched to size x size (area average); 0: all must have one size
  int jobs = 0;  ///< threads; 0: one a core
};

/// Writes pictures as N x H x W x 3 and mattes as N x H x W x 1, uint8, in order; a sample that cannot be read is left
/// out of both. `step` after each sample; it may throw to end all, and then nothing is left behind. Returns the number
/// of rows. @throws Error(output), Error(input) when no sample can be read.
std::size_t write_arrays(const std::vector<Sample>& samples, const std::filesystem::path& images,
                         const std::filesystem::path& mattes, const ArrayOptions& options, const Failed& failed,
                         const std::function<void()>& step = {});

}  // namespace segme::data
