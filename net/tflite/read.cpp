// net/tflite/read: constants of a TFLite file by name, their axes put back as the operator that reads them says.
#include <cstring>
#include <map>
#include <set>

#include "net/read_tflite.h"
#include "net/tflite/opened.h"
#include "net/tflite/phases.h"
#include "net/tflite/writer.h"

namespace segme::net {
namespace {

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
  explicit Reader(const std::filesystem::path& path) : file_(path) {}

  Weights run() {
    note_readers();
    Weights weights;
    for (std::uint32_t i = 0; i < file_.graph().tensors()->size(); ++i) take(static_cast<int>(i), weights);
    if (weights.empty()) file_.refuse("it has no weights in floats or halves that 'segme export' wrote");
    return weights;
  }

  [[nodiscard]] std::string name() const { return file_.name(); }

  /// The side of a square input of pictures, else 0.
  [[nodiscard]] int size() const {
    const auto* inputs = file_.graph().inputs();
    if (inputs == nullptr || inputs->size() != 1 || !file_.has_tensor(inputs->Get(0))) return 0;
    const auto* shape = file_.tensor(inputs->Get(0)).shape();
    const bool square = shape != nullptr && shape->size() == 4 && shape->Get(1) == shape->Get(2) && shape->Get(1) > 1;
    return square ? shape->Get(1) : 0;
  }

 private:
  /// Which operator reads each tensor, past the one that widens halves.
  void note_readers() {
    const std::set<int> placed = placed_tensors(file_);
    for (const auto* op : *file_.graph().operators()) {
      if (op->inputs() == nullptr) continue;
      const auto code = file_.code(*op);
      for (const int input : *op->inputs()) readers_.emplace(input, code);
      const bool widens = code == tflite::BuiltinOperator::DEQUANTIZE && op->outputs() != nullptr;
      if (widens && op->inputs()->size() == 1 && op->outputs()->size() == 1)
        widened_[op->inputs()->Get(0)] = op->outputs()->Get(0);
      const bool in_phases = code == tflite::BuiltinOperator::CONV_2D && op->outputs() != nullptr &&
                             op->outputs()->size() == 1 && placed.contains(op->outputs()->Get(0));
      if (in_phases) phases_.insert(op->inputs()->begin(), op->inputs()->end());
    }
  }

  void take(int i, Weights& weights) const {
    if (file_.tensor(i).name() == nullptr || !file_.is_constant(i)) return;
    std::string name = file_.tensor(i).name()->str();
    if (name.ends_with(".weight.int8") ||
        (name.ends_with(".weight") && file_.tensor(i).type() == tflite::TensorType::INT8))
      file_.refuse("they are in 8 bits, of which floats cannot be made again");
    if (name.ends_with(".half")) name.resize(name.size() - std::strlen(".half"));
    if (name.ends_with(".slope")) name.replace(name.rfind('.'), std::string::npos, ".weight");
    if (!name.ends_with(".weight") && !name.ends_with(".bias")) return;
    Tensor made = file_.floats(i);
    if (made.values.empty()) return;
    put_back(i, made);
    weights[name] = std::move(made);
  }

  void put_back(int i, Tensor& made) const {
    const auto widened = widened_.find(i);
    const auto reader = readers_.find(widened == widened_.end() ? i : widened->second);
    const std::vector<std::size_t> order =
        reader == readers_.end() ? std::vector<std::size_t>() : kernel_order(reader->second);
    const bool in_phases = reader != readers_.end() && phases_.contains(reader->first);
    if (made.shape.size() == 4 && !order.empty()) {
      made = with_axes(made, order);
      if (!in_phases) return;
      if (std::optional<Tensor> kernel = kernel_of_phases(made)) made = std::move(*kernel);
    } else {
      if (in_phases) made.values.resize(made.values.size() / kPhases);  // each phase has the same biases
      made.shape = {static_cast<std::int64_t>(made.values.size())};
    }
  }

  const OpenedTflite file_;
  std::multimap<int, tflite::BuiltinOperator> readers_;
  std::map<int, int> widened_;
  std::set<int> phases_;  ///< what a convolution reads whose results are placed in blocks
};

}  // namespace

Weights read_tflite(const std::filesystem::path& path, std::string* net, int* size) {
  Reader reader(path);
  Weights weights = reader.run();
  if (net != nullptr) *net = reader.name();
  if (size != nullptr) *size = reader.size();
  return weights;
}

}  // namespace segme::net
