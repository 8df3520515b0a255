// infer/onnxruntime/arithmetic: counts node kinds by their bytes in the file: field 4 of a node is its kind.
#include "infer/onnxruntime/arithmetic.h"

#include <stdlib.h>

#include <fstream>
#include <iterator>
#include <string_view>

namespace segme {
namespace {

/// How many nodes of this kind an ONNX file has.
std::size_t count(std::string_view bytes, std::string_view kind) {
  const std::string field = std::string{'\x22', static_cast<char>(kind.size())} + std::string(kind);
  std::size_t found = 0;
  for (std::size_t at = bytes.find(field); at != std::string_view::npos; at = bytes.find(field, at + 1)) ++found;
  return found;
}

}  // namespace

WhatRuns::WhatRuns(const Model& model) {
  const std::string_view bytes(reinterpret_cast<const char*>(model.bytes.data()), model.bytes.size());
  if (count(bytes, "QuantizeLinear") == 0) return;
  std::error_code ignored;
  std::string name = (std::filesystem::temp_directory_path(ignored) / "segme-XXXXXX").string();
  if (::mkdtemp(name.data()) != nullptr) folder_ = name;
}

WhatRuns::~WhatRuns() {
  std::error_code ignored;
  if (in_doubt()) std::filesystem::remove_all(folder_, ignored);
}

std::string WhatRuns::arithmetic() const {
  if (!in_doubt()) return "fp32";
  std::ifstream file(this->file(), std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  const std::size_t whole = count(bytes, "QLinearConv") + count(bytes, "QGemm") + count(bytes, "MatMulIntegerToFloat");
  const std::size_t floats = count(bytes, "Conv") + count(bytes, "FusedConv") + count(bytes, "ConvTranspose");
  return whole > floats ? "int8" : "fp32 in place of int8";
}

}  // namespace segme
