// net/tflite/opened: a TFLite file of anybody, checked, with one net in it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "net/graph.h"
#include "tflite_generated.h"

namespace segme::net {

class OpenedTflite {
 public:
  /// @throws Error(model): missing, no TFLite, cut short, of several nets
  explicit OpenedTflite(const std::filesystem::path& path);

  [[nodiscard]] const tflite::SubGraph& graph() const { return *graph_; }
  /// The net's name; "" where it has none.
  [[nodiscard]] std::string name() const { return graph_->name() == nullptr ? "" : graph_->name()->str(); }
  [[nodiscard]] bool has_tensor(int i) const {
    return i >= 0 && static_cast<std::uint32_t>(i) < graph_->tensors()->size();
  }
  [[nodiscard]] const tflite::Tensor& tensor(int i) const {
    return *graph_->tensors()->Get(static_cast<std::uint32_t>(i));
  }
  /// What an operator does. An older file says it in a field of its own.
  [[nodiscard]] tflite::BuiltinOperator code(const tflite::Operator& op) const;
  /// Whether the tensor's values are in the file.
  [[nodiscard]] bool is_constant(int i) const;
  /// Constant floats or halves, in the file's order of axes. Empty where they are neither.
  /// @throws Error(model) where their number is not that of the shape
  [[nodiscard]] Tensor floats(int i) const;
  /// @throws Error(model) always: "cannot read the weights of ...: why. Give ..."
  [[noreturn]] void refuse(const std::string& why) const;

 private:
  [[nodiscard]] const flatbuffers::Vector<std::uint8_t>* bytes_of(int i) const;

  std::filesystem::path path_;
  std::string bytes_;
  const tflite::Model* model_ = nullptr;
  const tflite::SubGraph* graph_ = nullptr;
};

}  // namespace segme::net
