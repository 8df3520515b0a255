// net/safetensors: weights on disk. The format: 8 bytes little-endian header length, a JSON header {name: {dtype,
// shape, data_offsets}}, then the raw values.
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "net/graph.h"

namespace segme::net {

/// Text kept in the header beside the tensors ("__metadata__").
using Metadata = std::map<std::string, std::string>;

/// Writes every tensor as F32. @throws Error(output)
void write_safetensors(const std::filesystem::path& path, const Weights& weights, const Metadata& metadata = {});

/// Reads F32, F16 and BF16 tensors as float. @throws Error(model): missing, cut short, contradictory.
Weights read_safetensors(const std::filesystem::path& path, Metadata* metadata = nullptr);

}  // namespace segme::net
