// net/tflite/opened: FlatBuffers' verifier sees that every offset is inside of the file; what numbers mean is seen
// here.
#include "net/tflite/opened.h"

#include <algorithm>
#include <cstring>
#include <fstream>
#include <iterator>

#include "base/error.h"
#include "net/half.h"

namespace segme::net {

OpenedTflite::OpenedTflite(const std::filesystem::path& path) : path_(path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) refuse("there is no such file, or it may not be read");
  bytes_.assign(std::istreambuf_iterator<char>(file), {});
  const auto* data = reinterpret_cast<const std::uint8_t*>(bytes_.data());
  flatbuffers::Verifier verifier(data, bytes_.size());
  if (!tflite::VerifyModelBuffer(verifier)) refuse("it is not TFLite, or is cut short");
  model_ = tflite::GetModel(data);
  if (model_->subgraphs() == nullptr || model_->subgraphs()->size() != 1) refuse("it holds no single net");
  graph_ = model_->subgraphs()->Get(0);
  if (graph_->tensors() == nullptr || graph_->operators() == nullptr || model_->buffers() == nullptr)
    refuse("it holds no net");
}

tflite::BuiltinOperator OpenedTflite::code(const tflite::Operator& op) const {
  const auto* codes = model_->operator_codes();
  if (codes == nullptr || op.opcode_index() >= codes->size()) refuse("an operator has no kind");
  const auto* code = codes->Get(op.opcode_index());
  return std::max(code->builtin_code(), static_cast<tflite::BuiltinOperator>(code->deprecated_builtin_code()));
}

const flatbuffers::Vector<std::uint8_t>* OpenedTflite::bytes_of(int i) const {
  if (!has_tensor(i) || tensor(i).buffer() >= model_->buffers()->size()) return nullptr;
  const auto* bytes = model_->buffers()->Get(tensor(i).buffer())->data();
  return bytes != nullptr && bytes->size() > 0 ? bytes : nullptr;
}

bool OpenedTflite::is_constant(int i) const { return bytes_of(i) != nullptr; }

Tensor OpenedTflite::floats(int i) const {
  const auto* bytes = bytes_of(i);
  if (bytes == nullptr) return {};
  const bool halves = tensor(i).type() == tflite::TensorType::FLOAT16;
  if (!halves && tensor(i).type() != tflite::TensorType::FLOAT32) return {};
  Tensor made;
  std::int64_t count = 1;
  if (tensor(i).shape() != nullptr) {
    for (const std::int32_t side : *tensor(i).shape()) {
      if (side < 1 || count > static_cast<std::int64_t>(bytes->size())) refuse("a size does not fit its bytes");
      made.shape.push_back(side);
      count *= side;
    }
  }
  const std::size_t size = halves ? sizeof(std::uint16_t) : sizeof(float);
  if (static_cast<std::size_t>(count) * size != bytes->size()) refuse("a size does not fit its bytes");
  made.values.resize(static_cast<std::size_t>(count));
  for (std::size_t k = 0; k < made.values.size(); ++k) {
    std::uint16_t half = 0;
    if (halves) std::memcpy(&half, bytes->data() + k * size, size);
    if (halves) made.values[k] = from_half(half);
    if (!halves) std::memcpy(&made.values[k], bytes->data() + k * size, size);
  }
  return made;
}

void OpenedTflite::refuse(const std::string& why) const {
  throw Error(ExitCode::model,
              "cannot read the weights of '" + path_.string() + "': " + why + ". Give a TFLite file in fp32 or fp16.");
}

}  // namespace segme::net
