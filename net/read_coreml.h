// net/read_coreml: what a Core ML file that write_coreml() made says, as a graph with its weights. Nothing here runs
// Core ML files, so this is how one is checked after it was written.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>

#include "net/graph.h"

namespace segme::net {

struct ReadNet {
  Graph graph;
  Weights weights;
};

/// @param name of the file, for the sentence. @throws Error(model) where it is damaged, or has layers that
/// write_coreml() does not write
ReadNet read_coreml_net(std::span<const std::uint8_t> bytes, const std::string& name);

/// The weights of a file in fp32 or fp16, as read_onnx() gives them. @throws Error(model)
Weights read_coreml(const std::filesystem::path& path, std::string* net, int* size);

}  // namespace segme::net
