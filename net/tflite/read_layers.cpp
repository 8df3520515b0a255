// net/tflite/read_layers: convolutions of a TFLite file of anybody, in Keras' layouts. Converters fold norms into the
// kernel before them and list branches in any order, so the layers come as walk_order() goes.
#include <array>
#include <map>
#include <optional>
#include <set>
#include <span>

#include "net/read_tflite.h"
#include "net/tflite/opened.h"
#include "net/tflite/phases.h"
#include "net/tflite/writer.h"
#include "net/walk.h"

namespace segme::net {
namespace {

/// Where an operator has its kernel and its bias among its inputs, and the kernel's axes in Keras.
struct KernelPlace {
  tflite::BuiltinOperator code;
  const char* part;
  std::uint32_t kernel, bias;
  std::array<std::size_t, 4> axes;
};
constexpr KernelPlace kPlaces[] = {
    {tflite::BuiltinOperator::CONV_2D, "kernel", 1, 2, {1, 2, 3, 0}},                      // [out, h, w, in]
    {tflite::BuiltinOperator::DEPTHWISE_CONV_2D, "depthwise_kernel", 1, 2, {1, 2, 3, 0}},  // [1, h, w, channels]
    {tflite::BuiltinOperator::TRANSPOSE_CONV, "kernel", 1, 3, {1, 2, 0, 3}},               // [out, h, w, in]
};

constexpr std::array<std::size_t, 4> kConvolutionOfOurs{0, 3, 1, 2};  // [out, h, w, in] -> [out, in, h, w]
constexpr std::array<std::size_t, 4> kTransposedInKeras{2, 3, 1, 0};  // [in, out, h, w] -> [h, w, out, in]

const KernelPlace* place_of(tflite::BuiltinOperator code) {
  for (const KernelPlace& place : kPlaces) {
    if (place.code == code) return &place;
  }
  return nullptr;
}

class LayerReader {
 public:
  explicit LayerReader(const std::filesystem::path& path) : file_(path) {}

  TfliteLayers run() {
    note_makers();
    TfliteLayers made{file_.name(), {}};
    for (const int i : walked()) {
      const tflite::Operator& op = operator_at(i);
      if (const KernelPlace* place = place_of(file_.code(op))) {
        made.layers.push_back(layer(op, *place));
      } else if (!made.layers.empty()) {
        take_late_bias(op, i, made.layers.back());
      }
      last_ = place_of(file_.code(op)) != nullptr ? i : last_;
    }
    if (made.layers.empty()) file_.refuse("it has no convolution");
    return made;
  }

 private:
  [[nodiscard]] const tflite::Operator& operator_at(int i) const {
    return *file_.graph().operators()->Get(static_cast<std::uint32_t>(i));
  }

  void note_makers() {
    const auto& operators = *file_.graph().operators();
    for (std::uint32_t i = 0; i < operators.size(); ++i) {
      if (operators.Get(i)->outputs() == nullptr) continue;
      for (const int output : *operators.Get(i)->outputs()) maker_.emplace(output, static_cast<int>(i));
    }
  }

  [[nodiscard]] std::vector<int> walked() const {
    std::vector<Step> steps;
    for (const auto* op : *file_.graph().operators()) {
      Step step{{}, place_of(file_.code(*op)) != nullptr ? 1 : 0};
      if (op->inputs() != nullptr) {
        for (const int input : *op->inputs()) {
          if (const auto maker = maker_.find(input); maker != maker_.end()) step.inputs.push_back(maker->second);
        }
      }
      steps.push_back(std::move(step));
    }
    std::vector<int> outputs;
    if (file_.graph().outputs() != nullptr) {
      for (const int output : *file_.graph().outputs()) {
        if (const auto maker = maker_.find(output); maker != maker_.end()) outputs.push_back(maker->second);
      }
    }
    return walk_order(steps, outputs);
  }

  /// The constant in an input, past the operator that widens halves; -1 where there is none.
  [[nodiscard]] int constant(const tflite::Operator& op, std::uint32_t k) const {
    if (op.inputs() == nullptr || k >= op.inputs()->size()) return -1;
    const int input = op.inputs()->Get(k);
    if (file_.is_constant(input)) return input;
    const auto maker = maker_.find(input);
    if (maker == maker_.end()) return -1;
    const tflite::Operator& widening = operator_at(maker->second);
    const bool widens = file_.code(widening) == tflite::BuiltinOperator::DEQUANTIZE && widening.inputs() != nullptr &&
                        widening.inputs()->size() == 1;
    return widens && file_.is_constant(widening.inputs()->Get(0)) ? widening.inputs()->Get(0) : -1;
  }

  [[nodiscard]] KerasLayer layer(const tflite::Operator& op, const KernelPlace& place) const {
    const int kernel = constant(op, place.kernel);
    if (kernel < 0) file_.refuse("the kernel of a convolution is not in it");
    const Tensor values = file_.floats(kernel);
    if (values.values.empty()) file_.refuse("they are in 8 bits, of which floats cannot be made again");
    if (values.shape.size() != 4) file_.refuse("a kernel has no four sides");
    const bool named = file_.tensor(kernel).name() != nullptr;
    KerasLayer made{named ? file_.tensor(kernel).name()->str() : "", {}};
    const std::optional<Tensor> transposed = in_phases(op, values);
    made.parts[place.part] = transposed ? with_axes(*transposed, kTransposedInKeras) : with_axes(values, place.axes);
    if (const int bias = constant(op, place.bias); bias >= 0) put_bias(bias, made, transposed ? kPhases : 1);
    return made;
  }

  /// The transposed convolution that this one and the DEPTH_TO_SPACE behind it are together.
  [[nodiscard]] std::optional<Tensor> in_phases(const tflite::Operator& op, const Tensor& kernel) const {
    const bool placed = file_.code(op) == tflite::BuiltinOperator::CONV_2D && op.outputs() != nullptr &&
                        op.outputs()->size() == 1 && placed_.contains(op.outputs()->Get(0));
    if (!placed) return std::nullopt;
    return kernel_of_phases(with_axes(kernel, kConvolutionOfOurs));
  }

  /// `copies`: how often the file has each of the layer's biases.
  void put_bias(int i, KerasLayer& layer, std::size_t copies = 1) const {
    Tensor bias = file_.floats(i);
    bias.values.resize(bias.values.size() / copies);
    bias.shape = {static_cast<std::int64_t>(bias.values.size())};
    if (!bias.values.empty()) layer.parts["bias"] = std::move(bias);
  }

  /// An addition of a constant for each channel right behind a convolution is that convolution's bias.
  void take_late_bias(const tflite::Operator& op, int at, KerasLayer& layer) const {
    if (file_.code(op) != tflite::BuiltinOperator::ADD || op.inputs() == nullptr || op.inputs()->size() != 2) return;
    for (const std::uint32_t k : {0U, 1U}) {
      const auto maker = maker_.find(op.inputs()->Get(1 - k));
      const int bias = constant(op, k);
      if (bias < 0 || maker == maker_.end() || maker->second != last_ || at <= last_) continue;
      if (!layer.parts.contains("bias")) put_bias(bias, layer);
    }
  }

  const OpenedTflite file_;
  const std::set<int> placed_ = placed_tensors(file_);
  std::map<int, int> maker_;  ///< of a tensor: the operator
  int last_ = -1;             ///< the last convolution
};

}  // namespace

TfliteLayers read_tflite_layers(const std::filesystem::path& path) { return LayerReader(path).run(); }

}  // namespace segme::net
