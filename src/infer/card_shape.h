// infer/card_shape: a net's tensors held against its card, in the same words for every engine.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "infer/model_card.h"

namespace segme {

/// The file, or the name when it is built in.
std::string file_or_name(const Model& model);

/// "[1,3,8,8]"; a side that is open is "?".
std::string shape_text(const std::vector<std::int64_t>& sides);

/// The sides of the input tensor as the card has them. `given`: those that the file says, -1 where it leaves one open.
/// @throws Error(model) where both contradict each other, with both
std::vector<std::int64_t> input_shape(const Model& model, const std::vector<std::int64_t>& given);

/// Which of the outputs the card means. @throws Error(model) when it names none of several, or one that is not there
std::size_t chosen_output(const Model& model, const std::vector<std::string>& names);

/// How many numbers a tensor of these sides has. @throws Error(model) when a side is open, or no memory can hold them
std::size_t tensor_size(const Model& model, const std::vector<std::int64_t>& sides);

}  // namespace segme
