// net/writers: the one place that knows which writers were built in.
#include "net/writers.h"

#include <string>

#include "base/error.h"
#include "net/read_onnx.h"
#include "net/read_tflite.h"
#include "net/write_coreml.h"
#include "net/write_onnx.h"
#include "net/write_tflite.h"

namespace segme::net {
namespace {

// A null writer: this build lacks what makes such files.
constexpr FileKind kKinds[] = {
#if defined(SEGME_HAS_ONNX)
    {".onnx", "nchw", write_onnx, read_onnx, nullptr, nullptr},
#else
    {".onnx", "nchw", nullptr, nullptr, nullptr, nullptr},
#endif
#if defined(SEGME_HAS_TFLITE)
    {".tflite", "nhwc", write_tflite, read_tflite, read_tflite_layers, nullptr},
#else
    {".tflite", "nhwc", nullptr, nullptr, nullptr, nullptr},
#endif
#if defined(SEGME_HAS_COREML)
    {".mlmodel", "nchw", write_coreml, read_coreml, nullptr, read_coreml_net},
#else
    {".mlmodel", "nchw", nullptr, nullptr, nullptr, nullptr},
#endif
};

}  // namespace

std::span<const FileKind> file_kinds() { return kKinds; }

const FileKind& find_file_kind(std::string_view extension) {
  std::string list;
  for (const FileKind& kind : kKinds) {
    list += (list.empty() ? "" : ", ") + std::string(kind.extension);
    if (kind.extension != extension) continue;
    if (kind.write != nullptr) return kind;
    throw Error(ExitCode::missing, "this build cannot write " + std::string(extension) +
                                       " files. Install the packages that './segme' names and build again.");
  }
  throw Error(ExitCode::usage, "there is no kind of model file '" + std::string(extension) + "'. There are: " + list);
}

Graph flattened(Graph graph) {
  Node node;
  node.op = Op::reshape;
  node.name = "flat";
  node.inputs = {static_cast<int>(graph.nodes.size()) - 1};
  node.shape = graph.output_shape();
  node.flat = {static_cast<int>(node.shape.size())};
  graph.nodes.push_back(std::move(node));
  return graph;
}

}  // namespace segme::net
