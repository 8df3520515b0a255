// net/onnx/read: the initialisers of an ONNX file by name.
#include "net/read_onnx.h"

#include <cstring>
#include <fstream>
#include <new>
#include <utility>

#include "base/error.h"
#include "net/half.h"
#include "net/onnx/writer.h"

namespace segme::net {
namespace {

[[noreturn]] void refuse(const std::filesystem::path& path, const std::string& why) {
  throw Error(ExitCode::model, "cannot read the weights of '" + path.string() + "': " + why +
                                   ". Give an ONNX file that 'segme export' wrote, in fp32 or fp16.");
}

/// Floats and halves, raw or one by one; false for a constant of another type.
bool read_values(const onnx::Tensor& from, Tensor& to) {
  const std::string& raw = from.raw_data();
  std::size_t count = 1;
  for (const std::int64_t side : from.dims()) {
    // No product may pass what is there: that it does not overflow follows.
    if (side < 0 || (side > 0 && count > raw.size() / static_cast<std::size_t>(side))) return false;
    to.shape.push_back(side);
    count *= static_cast<std::size_t>(side);
  }
  if (from.data_type() == kFloats && raw.size() == count * sizeof(float)) {
    to.values.resize(count);
    std::memcpy(to.values.data(), raw.data(), raw.size());
    return true;
  }
  if (from.data_type() != kHalves || raw.size() != count * sizeof(std::uint16_t)) return false;
  std::vector<std::uint16_t> halves(count);
  std::memcpy(halves.data(), raw.data(), raw.size());
  for (const std::uint16_t half : halves) to.values.push_back(from_half(half));
  return true;
}

/// The side of a square input of pictures, else 0.
int input_size(const onnx::Graph& graph) {
  constexpr std::int64_t kLargest = 1 << 20;
  if (graph.input_size() != 1) return 0;
  const onnx::TensorShape& shape = graph.input(0).type().tensor_type().shape();
  if (shape.dim_size() != 4 || shape.dim(2).dim_value() != shape.dim(3).dim_value()) return 0;
  const std::int64_t side = shape.dim(2).dim_value();
  return side > 1 && side <= kLargest ? static_cast<int>(side) : 0;
}

Weights read_model(const std::filesystem::path& path, std::string* net, int* size) {
  std::ifstream file(path, std::ios::binary);
  if (!file) refuse(path, "there is no such file, or it may not be read");
  onnx::Model model;
  if (!model.ParseFromIstream(&file)) refuse(path, "it is not ONNX, or is cut short");
  if (net != nullptr) *net = model.graph().name();
  if (size != nullptr) *size = input_size(model.graph());
  Weights weights;
  for (const onnx::Tensor& initialiser : model.graph().initializer()) {
    if (initialiser.name().ends_with(".int8")) refuse(path, "they are in 8 bits, of which floats cannot be made again");
    Tensor tensor;
    if (!read_values(initialiser, tensor)) continue;
    std::string name = initialiser.name();
    if (name.ends_with(".half")) name.resize(name.size() - std::strlen(".half"));
    weights[name] = std::move(tensor);
  }
  // A convolution to one channel was written as a depthwise one and a sum: see OnnxWriter::thin_convolution.
  for (auto& [name, tensor] : weights) {
    const std::string of = name.substr(0, name.rfind('.'));
    if (name == of + ".weight" && tensor.shape.size() == 4 && weights.contains(of + ".ones"))
      std::swap(tensor.shape[0], tensor.shape[1]);
  }
  if (weights.empty()) refuse(path, "it has no weights in floats or halves");
  return weights;
}

}  // namespace

Weights read_onnx(const std::filesystem::path& path, std::string* net, int* size) {
  try {
    return read_model(path, net, size);
  } catch (const std::bad_alloc&) {
    refuse(path, "there is not enough memory for them");
  }
}

}  // namespace segme::net
