// net/onnx/read: the initialisers of an ONNX file by name.
#include "net/read_onnx.h"

#include <cstring>
#include <fstream>
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
  std::size_t count = 1;
  for (const std::int64_t side : from.dims()) {
    if (side < 0) return false;
    to.shape.push_back(side);
    count *= static_cast<std::size_t>(side);
  }
  const std::string& raw = from.raw_data();
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

}  // namespace

Weights read_onnx(const std::filesystem::path& path, std::string* net) {
  std::ifstream file(path, std::ios::binary);
  if (!file) refuse(path, "there is no such file, or it may not be read");
  onnx::Model model;
  if (!model.ParseFromIstream(&file)) refuse(path, "it is not ONNX, or is cut short");
  if (net != nullptr) *net = model.graph().name();
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

}  // namespace segme::net
