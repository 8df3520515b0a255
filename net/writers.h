// net/writers: the kinds of file that a net can be written as. This is the table.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "net/precision.h"
#include "net/read_coreml.h"
#include "net/read_tflite.h"

namespace segme::net {

struct FileKind {
  std::string_view extension;  ///< ".onnx"
  std::string_view layout;     ///< of input and output, as a card says it: "nchw" | "nhwc"
  std::vector<std::uint8_t> (*write)(const Graph& graph, const Weights& weights, const WriteOptions& options);
  /// As read_onnx() does; null: weights are not read back from it.
  Weights (*read)(const std::filesystem::path& path, std::string* net, int* size);
  /// The layers of a file that somebody else's program wrote, to start a net from; null: only our own are read.
  TfliteLayers (*read_layers)(const std::filesystem::path& path);
  /// Of a kind that no engine of SegMe runs: what the file says, as a net that can be written as another kind and run.
  ReadNet (*read_back)(std::span<const std::uint8_t> bytes, const std::string& name);
};

/// All of them; `write` is null for those that this build cannot write.
std::span<const FileKind> file_kinds();

/// @throws Error(usage): the sentence lists the extensions; Error(missing) for a kind that this build lacks.
const FileKind& find_file_kind(std::string_view extension);

/// The same net with its output in one row: [1, channels * height * width].
Graph flattened(Graph graph);

}  // namespace segme::net
