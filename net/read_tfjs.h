// net/read_tfjs: the weights of a TensorFlow.js model: model.json and the files group1-shard1of4.bin and so on beside
// it. Their values are floats, halves, or whole numbers with a scale and a smallest value.
#pragma once

#include <filesystem>
#include <vector>

#include "net/keras.h"

namespace segme::net {

/// The layers in the order of the model where it tells one, else of its list of weights. `path`: of model.json.
/// @throws Error(model): missing, no such model, files that are cut short, of another kind or in another folder.
std::vector<KerasLayer> read_tfjs(const std::filesystem::path& path);

}  // namespace segme::net
