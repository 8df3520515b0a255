// net/onnx/read: the initialisers of an ONNX file by name.
#include "net/read_onnx.h"

#include <charconv>
#include <cstring>
#include <fstream>
#include <new>
#include <optional>
#include <utility>

#include "base/checked_size.h"
#include "base/error.h"
#include "base/second_file.h"
#include "net/half.h"
#include "net/onnx/writer.h"

namespace segme::net {
namespace {

[[noreturn]] void refuse(const std::filesystem::path& path, const std::string& why) {
  throw Error(ExitCode::model, "cannot read the weights of '" + path.string() + "': " + why +
                                   ". Give an ONNX file that 'segme export' wrote, in fp32 or fp16.");
}

constexpr int kElsewhere = 1;  // a data location: the bytes lie in a second file

/// The bytes of a tensor that lie in a second file.
std::string read_elsewhere(const std::filesystem::path& path, const onnx::Tensor& tensor) {
  std::string name;
  std::uint64_t offset = 0;
  std::optional<std::uint64_t> length;
  for (const onnx::StringEntry& entry : tensor.external_data()) {
    const std::string& text = entry.value();
    if (entry.key() == "location") name = text;
    if (entry.key() != "offset" && entry.key() != "length") continue;
    std::uint64_t number = 0;
    if (std::from_chars(text.data(), text.data() + text.size(), number).ec != std::errc())
      refuse(path, "it says '" + text + "' where a number of bytes should be");
    if (entry.key() == "offset") offset = number;
    if (entry.key() == "length") length = number;
  }
  return read_part(path, second_part(path, second_file(path, name), offset, length));
}

/// Floats and halves in raw bytes; false for a constant of another type.
bool read_values(const std::filesystem::path& path, const onnx::Tensor& from, Tensor& to) {
  if (from.data_type() != kFloats && from.data_type() != kHalves) return false;
  const bool floats = from.data_type() == kFloats;
  const std::string elsewhere = from.data_location() == kElsewhere ? read_elsewhere(path, from) : std::string();
  const std::string& raw = from.data_location() == kElsewhere ? elsewhere : from.raw_data();
  to.shape.assign(from.dims().begin(), from.dims().end());
  const std::size_t size = floats ? sizeof(float) : sizeof(std::uint16_t);
  SizeProduct product;
  for (const std::int64_t side : to.shape) product.take(side);
  product.take(size);
  if (product.result() != raw.size()) return false;
  const std::size_t count = raw.size() / size;
  if (floats) {
    to.values.resize(count);
    std::memcpy(to.values.data(), raw.data(), raw.size());
    return true;
  }
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
    if (!read_values(path, initialiser, tensor)) continue;
    std::string name = initialiser.name();
    if (name.ends_with(".half")) name.resize(name.size() - std::strlen(".half"));
    weights[name] = std::move(tensor);
  }
  // A convolution to one channel was written as a depthwise one and a sum: see OnnxWriter::thin_convolution. Slopes
  // were written as channels x 1 x 1.
  for (auto& [name, tensor] : weights) {
    if (tensor.shape.size() == 3 && tensor.shape[1] == 1 && tensor.shape[2] == 1) tensor.shape.resize(1);
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
