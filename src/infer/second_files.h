// infer/second_files: the files beside a model in which it keeps its weights: the external data of ONNX, the .bin of an
// OpenVINO IR.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "infer/model_card.h"

namespace segme {

/// The files that `model` names for its weights, each once; most models name none. @throws Error(model) when one is
/// missing, ends too early, or lies elsewhere than below the model's folder
std::vector<std::filesystem::path> second_files(const Model& model);

/// One number for the contents of all of them, 0 of none. @throws Error(model) when one cannot be read
std::uint64_t content_hash_of(const std::vector<std::filesystem::path>& files);

}  // namespace segme
