// net/tflite/read: constants of a TFLite file by name, their axes put back as the operator that reads them says.
#include <cstring>
#include <fstream>
#include <iterator>
#include <map>

#include "base/error.h"
#include "net/half.h"
#include "net/read_tflite.h"
#include "net/tflite/writer.h"

namespace segme::net {
namespace {

[[noreturn]] void refuse(const std::filesystem::path& path, const std::string& why) {
  throw Error(ExitCode::model, "cannot read the weights of '" + path.string() + "': " + why +
                                   ". Give a TFLite file that 'segme export' wrote, in fp32 or fp16.");
}

/// Where each axis of a kernel in the file is found in ours; empty for what is no kernel.
std::vector<std::size_t> kernel_order(tflite::BuiltinOperator reader) {
  switch (reader) {
    case tflite::BuiltinOperator::CONV_2D: return {0, 3, 1, 2};
    case tflite::BuiltinOperator::DEPTHWISE_CONV_2D:
    case tflite::BuiltinOperator::TRANSPOSE_CONV: return {3, 0, 1, 2};
    default: return {};
  }
}

class Reader {
 public:
  Reader(const std::filesystem::path& path, std::string bytes) : path_(path), bytes_(std::move(bytes)) {
    const auto* data = reinterpret_cast<const std::uint8_t*>(bytes_.data());
    flatbuffers::Verifier verifier(data, bytes_.size());
    if (!tflite::VerifyModelBuffer(verifier)) refuse(path_, "it is not TFLite, or is cut short");
    model_ = tflite::GetModel(data);
    if (model_->subgraphs() == nullptr || model_->subgraphs()->size() != 1) refuse(path_, "it holds no single net");
    graph_ = model_->subgraphs()->Get(0);
    if (graph_->tensors() == nullptr || graph_->operators() == nullptr || model_->buffers() == nullptr)
      refuse(path_, "it holds no net");
  }

  Weights run() {
    note_readers();
    Weights weights;
    for (std::uint32_t i = 0; i < graph_->tensors()->size(); ++i) take(static_cast<int>(i), weights);
    if (weights.empty()) refuse(path_, "it has no weights in floats or halves");
    return weights;
  }

  [[nodiscard]] std::string name() const { return graph_->name() == nullptr ? "" : graph_->name()->str(); }

  /// The side of a square input of pictures, else 0.
  [[nodiscard]] int size() const {
    if (graph_->inputs() == nullptr || graph_->inputs()->size() != 1) return 0;
    const int input = graph_->inputs()->Get(0);
    if (input < 0 || static_cast<std::uint32_t>(input) >= graph_->tensors()->size()) return 0;
    const auto* shape = tensor(input).shape();
    const bool square = shape != nullptr && shape->size() == 4 && shape->Get(1) == shape->Get(2) && shape->Get(1) > 1;
    return square ? shape->Get(1) : 0;
  }

 private:
  const tflite::Tensor& tensor(int i) const { return *graph_->tensors()->Get(static_cast<std::uint32_t>(i)); }

  /// Which operator reads each tensor, past the one that widens halves.
  void note_readers() {
    for (const auto* op : *graph_->operators()) {
      if (op->inputs() == nullptr || model_->operator_codes() == nullptr ||
          op->opcode_index() >= model_->operator_codes()->size())
        continue;
      const auto code = model_->operator_codes()->Get(op->opcode_index())->builtin_code();
      for (const int input : *op->inputs()) readers_.emplace(input, code);
      const bool widens = code == tflite::BuiltinOperator::DEQUANTIZE && op->outputs() != nullptr;
      if (widens && op->inputs()->size() == 1 && op->outputs()->size() == 1)
        widened_[op->inputs()->Get(0)] = op->outputs()->Get(0);
    }
  }

  void take(int i, Weights& weights) const {
    if (tensor(i).name() == nullptr || tensor(i).buffer() >= model_->buffers()->size()) return;
    std::string name = tensor(i).name()->str();
    const auto* data = model_->buffers()->Get(tensor(i).buffer())->data();
    if (data == nullptr || data->size() == 0) return;
    if (name.ends_with(".weight.int8") || (name.ends_with(".weight") && tensor(i).type() == tflite::TensorType::INT8))
      refuse(path_, "they are in 8 bits, of which floats cannot be made again");
    if (name.ends_with(".half")) name.resize(name.size() - std::strlen(".half"));
    if (name.ends_with(".slope")) name.replace(name.rfind('.'), std::string::npos, ".weight");
    if (!name.ends_with(".weight") && !name.ends_with(".bias")) return;
    Tensor made;
    std::int64_t count = 1;
    for (const std::int32_t side : *tensor(i).shape()) {
      if (side < 1 || count > static_cast<std::int64_t>(data->size())) refuse(path_, "a size does not fit its bytes");
      made.shape.push_back(side);
      count *= side;
    }
    const bool halves = tensor(i).type() == tflite::TensorType::FLOAT16;
    const std::size_t bytes = halves ? sizeof(std::uint16_t) : sizeof(float);
    if (!halves && tensor(i).type() != tflite::TensorType::FLOAT32) return;
    if (static_cast<std::size_t>(count) * bytes != data->size()) refuse(path_, "a size does not fit its bytes");
    for (std::size_t at = 0; at < data->size(); at += bytes) {
      if (halves) {
        std::uint16_t half = 0;
        std::memcpy(&half, data->data() + at, bytes);
        made.values.push_back(from_half(half));
      } else {
        made.values.push_back(0);
        std::memcpy(&made.values.back(), data->data() + at, bytes);
      }
    }
    put_back(i, made);
    weights[name] = std::move(made);
  }

  void put_back(int i, Tensor& made) const {
    const auto widened = widened_.find(i);
    const auto reader = readers_.find(widened == widened_.end() ? i : widened->second);
    const std::vector<std::size_t> order =
        reader == readers_.end() ? std::vector<std::size_t>() : kernel_order(reader->second);
    if (made.shape.size() == 4 && !order.empty()) {
      made.values = permuted(made.values, made.shape, order);
      const std::vector<std::int64_t> stored = made.shape;
      for (std::size_t axis = 0; axis < order.size(); ++axis) made.shape[axis] = stored[order[axis]];
    } else {
      made.shape = {static_cast<std::int64_t>(made.values.size())};
    }
  }

  const std::filesystem::path& path_;
  const std::string bytes_;
  const tflite::Model* model_ = nullptr;
  const tflite::SubGraph* graph_ = nullptr;
  std::multimap<int, tflite::BuiltinOperator> readers_;
  std::map<int, int> widened_;
};

}  // namespace

Weights read_tflite(const std::filesystem::path& path, std::string* net, int* size) {
  std::ifstream file(path, std::ios::binary);
  if (!file) refuse(path, "there is no such file, or it may not be read");
  Reader reader(path, {std::istreambuf_iterator<char>(file), {}});
  Weights weights = reader.run();
  if (net != nullptr) *net = reader.name();
  if (size != nullptr) *size = reader.size();
  return weights;
}

}  // namespace segme::net
