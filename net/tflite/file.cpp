// net/tflite/file: the tables of the format, through the classes that flatc makes of tflite.fbs.
#include "net/tflite/file.h"

#include <algorithm>

#include "base/error.h"

namespace segme::net {
namespace {

using tflite::BuiltinOperator;
using tflite::TensorType;

constexpr std::uint32_t kFormatVersion = 3;

/// The version of an operator that has all of what is written here, 8-bit tensors above all.
int version_of(BuiltinOperator code, TensorType input) {
  switch (code) {
    case BuiltinOperator::CONV_2D:
    case BuiltinOperator::DEPTHWISE_CONV_2D:
    case BuiltinOperator::TRANSPOSE_CONV:
    case BuiltinOperator::RESIZE_BILINEAR: return 3;
    case BuiltinOperator::QUANTIZE: return input == TensorType::FLOAT32 ? 1 : 2;
    case BuiltinOperator::DEQUANTIZE: return input == TensorType::FLOAT16 ? 3 : 5;  // 5: a scale a channel
    case BuiltinOperator::DEPTH_TO_SPACE:
    case BuiltinOperator::RESHAPE:
    case BuiltinOperator::PRELU: return 1;
    default: return 2;
  }
}

}  // namespace

TfliteFile::TfliteFile(const std::string& name, const std::string& description) {
  model_.version = kFormatVersion;
  model_.description = description;
  model_.buffers.push_back(std::make_unique<tflite::BufferT>());
  model_.subgraphs.push_back(std::make_unique<tflite::SubGraphT>());
  graph().name = name;
}

std::uint32_t TfliteFile::buffer(const void* data, std::size_t size) {
  auto made = std::make_unique<tflite::BufferT>();
  const auto* bytes = static_cast<const std::uint8_t*>(data);
  made->data.assign(bytes, bytes + size);
  model_.buffers.push_back(std::move(made));
  return static_cast<std::uint32_t>(model_.buffers.size() - 1);
}

int TfliteFile::tensor(const std::string& name, const Dims& dims, TensorType type, std::uint32_t buffer) {
  auto made = std::make_unique<tflite::TensorT>();
  made->name = name;
  made->shape = dims;
  made->type = type;
  made->buffer = buffer;
  graph().tensors.push_back(std::move(made));
  return static_cast<int>(graph().tensors.size()) - 1;
}

void TfliteFile::quantise(int tensor, std::span<const float> scales, int zero_point, int axis) {
  auto made = std::make_unique<tflite::QuantizationParametersT>();
  made->scale.assign(scales.begin(), scales.end());
  made->zero_point.assign(scales.size(), zero_point);
  made->quantized_dimension = axis;
  graph().tensors[static_cast<std::size_t>(tensor)]->quantization = std::move(made);
}

int TfliteFile::activation(const std::string& name, const Dims& dims, const std::optional<Quantiser>& rule) {
  const int made = tensor(name, dims, rule ? TensorType::INT8 : TensorType::FLOAT32, 0);
  if (rule) quantise(made, {&rule->scale, 1}, rule->zero_point, 0);
  return made;
}

int TfliteFile::constant(const std::string& name, const Dims& dims, std::span<const float> values) {
  return tensor(name, dims, TensorType::FLOAT32, buffer(values.data(), values.size_bytes()));
}

int TfliteFile::constant(const std::string& name, const Dims& dims, std::span<const std::uint16_t> halves) {
  return tensor(name, dims, TensorType::FLOAT16, buffer(halves.data(), halves.size_bytes()));
}

int TfliteFile::constant(const std::string& name, const Dims& dims, std::span<const std::int32_t> values,
                         std::span<const float> scales) {
  const int made = tensor(name, dims, TensorType::INT32, buffer(values.data(), values.size_bytes()));
  if (!scales.empty()) quantise(made, scales, 0, 0);
  return made;
}

int TfliteFile::constant(const std::string& name, const Dims& dims, std::span<const std::int8_t> values,
                         std::span<const float> scales, int axis) {
  const int made = tensor(name, dims, TensorType::INT8, buffer(values.data(), values.size_bytes()));
  quantise(made, scales, 0, axis);
  return made;
}

std::optional<Quantiser> TfliteFile::rule(int tensor) const {
  const tflite::TensorT& one = *graph().tensors[static_cast<std::size_t>(tensor)];
  if (one.type != TensorType::INT8) return std::nullopt;
  return Quantiser{one.quantization->scale.front(), static_cast<int>(one.quantization->zero_point.front())};
}

std::uint32_t TfliteFile::operator_code(BuiltinOperator code, int version) {
  auto& codes = model_.operator_codes;
  const auto found = std::find_if(codes.begin(), codes.end(), [&](const auto& one) {
    return one->builtin_code == code && one->version == version;
  });
  if (found != codes.end()) return static_cast<std::uint32_t>(found - codes.begin());
  auto made = std::make_unique<tflite::OperatorCodeT>();
  made->deprecated_builtin_code = static_cast<std::int8_t>(code);
  made->builtin_code = code;
  made->version = version;
  codes.push_back(std::move(made));
  return static_cast<std::uint32_t>(codes.size() - 1);
}

tflite::OperatorT& TfliteFile::add_operator(BuiltinOperator code, const std::vector<int>& inputs, int output) {
  auto made = std::make_unique<tflite::OperatorT>();
  const TensorType type = graph().tensors[static_cast<std::size_t>(inputs.front())]->type;
  made->opcode_index = operator_code(code, version_of(code, type));
  made->inputs = inputs;
  made->outputs = {output};
  graph().operators.push_back(std::move(made));
  return *graph().operators.back();
}

std::vector<std::uint8_t> TfliteFile::finish(int input, int output, const std::map<std::string, std::string>& entries) {
  graph().inputs = {input};
  graph().outputs = {output};
  const auto named = [](const char* name, int tensor) {
    std::vector<std::unique_ptr<tflite::TensorMapT>> map(1);
    map.front() = std::make_unique<tflite::TensorMapT>();
    map.front()->name = name;
    map.front()->tensor_index = static_cast<std::uint32_t>(tensor);
    return map;
  };
  auto signature = std::make_unique<tflite::SignatureDefT>();
  signature->signature_key = "serving_default";
  signature->inputs = named("input", input);
  signature->outputs = named("output", output);
  model_.signature_defs.push_back(std::move(signature));
  for (const auto& [key, value] : entries) {
    auto entry = std::make_unique<tflite::MetadataT>();
    entry->name = key;
    entry->buffer = buffer(value.data(), value.size());
    model_.metadata.push_back(std::move(entry));
  }
  flatbuffers::FlatBufferBuilder builder;
  tflite::FinishModelBuffer(builder, tflite::Model::Pack(builder, &model_));
  return {builder.GetBufferPointer(), builder.GetBufferPointer() + builder.GetSize()};
}

}  // namespace segme::net
