// infer/openvino/pairs: weights are followed back to their bytes; where one is too large, what the bytes mean is
// computed once and put in their place.
#include "infer/openvino/pairs.h"

#include <openvino/openvino.hpp>
#include <openvino/opsets/opset8.hpp>
#include <openvino/pass/constant_folding.hpp>
#include <openvino/pass/manager.hpp>

#if defined(__x86_64__)
#include <cpuid.h>
#endif

#include <algorithm>
#include <cstdlib>
#include <vector>

namespace segme {
namespace {

namespace op = ov::opset8;

constexpr int kFits = 64;     // 2 * 255 * 64 is the largest sum of two products that 16 bits hold
constexpr int kMiddle = 128;  // of unsigned weights

template <class Kind>
std::shared_ptr<Kind> as(const std::shared_ptr<ov::Node>& node) {
  return std::dynamic_pointer_cast<Kind>(node);
}

bool sums_over_channels(const std::shared_ptr<ov::Node>& node) {
  if (as<op::GroupConvolution>(node)) {
    const ov::PartialShape shape = node->get_input_partial_shape(1);  // groups, outputs, inputs, ...
    const bool depthwise = shape.rank().is_static() && shape.size() > 2 && shape[1] == 1 && shape[2] == 1;
    return !depthwise;
  }
  return as<op::Convolution>(node) || as<op::ConvolutionBackpropData>(node) ||
         as<op::GroupConvolutionBackpropData>(node) || as<op::MatMul>(node);
}

/// The constant that weights are made of by scaling, shifting and moving; null where they come from elsewhere.
std::shared_ptr<op::Constant> bytes_of(std::shared_ptr<ov::Node> node) {
  while (!as<op::Constant>(node)) {
    if (node->get_input_size() == 0 || sums_over_channels(node)) return nullptr;
    node = node->get_input_node_shared_ptr(0);
  }
  return as<op::Constant>(node);
}

bool may_not_fit(const op::Constant& bytes) {
  const bool sign = bytes.get_element_type() == ov::element::i8;
  if (!sign && bytes.get_element_type() != ov::element::u8) return false;
  const std::vector<int> values = bytes.cast_vector<int>();
  const int middle = sign ? 0 : kMiddle;
  return std::any_of(values.begin(), values.end(), [&](int value) { return std::abs(value - middle) > kFits; });
}

/// What a value is that is made of constants; null where it is not.
std::shared_ptr<op::Constant> computed(const ov::Output<ov::Node>& value) {
  std::vector<std::shared_ptr<ov::Node>> open{value.get_node_shared_ptr()};
  while (!open.empty()) {
    const std::shared_ptr<ov::Node> node = open.back();
    open.pop_back();
    if (as<op::Parameter>(node)) return nullptr;
    for (std::size_t i = 0; i < node->get_input_size(); ++i) open.push_back(node->get_input_node_shared_ptr(i));
  }
  const ov::Model piece(ov::OutputVector{value}, ov::ParameterVector{});
  ov::TensorVector made{ov::Tensor(value.get_element_type(), value.get_shape())};
  ov::TensorVector none;
  return piece.evaluate(made, none) ? std::make_shared<op::Constant>(made.front()) : nullptr;
}

/// The bytes of weights of which two products might not fit.
bool are_wide(const std::shared_ptr<ov::Node>& node) {
  if (!sums_over_channels(node)) return false;
  const std::shared_ptr<op::Constant> bytes = bytes_of(node->get_input_node_shared_ptr(1));
  return bytes && may_not_fit(*bytes);
}

}  // namespace

bool adds_products_in_pairs() {
#if defined(__x86_64__)
  constexpr unsigned kFeatures = 7, kAvx512Vnni = 1U << 11U, kAvxVnni = 1U << 4U;
  unsigned a = 0, b = 0, c = 0, d = 0;
  if (__get_cpuid_count(kFeatures, 0, &a, &b, &c, &d) != 0 && (c & kAvx512Vnni) != 0) return false;
  return __get_cpuid_count(kFeatures, 1, &a, &b, &c, &d) == 0 || (a & kAvxVnni) == 0;
#else
  return false;
#endif
}

bool spare_pairs(const std::shared_ptr<ov::Model>& net) {
  const auto before = net->get_ordered_ops();
  if (std::none_of(before.begin(), before.end(), are_wide)) return false;
  // Weights may be moved into a shape that is asked of a picture's: those shapes are numbers from here on.
  ov::pass::Manager manager;
  manager.register_pass<ov::pass::ConstantFolding>();
  manager.run_passes(net);
  bool spared = false;
  for (const std::shared_ptr<ov::Node>& node : net->get_ordered_ops()) {
    if (!are_wide(node)) continue;
    const std::shared_ptr<op::Constant> weights = computed(node->input_value(1));
    if (!weights) continue;
    node->input(1).replace_source_output(weights);
    spared = true;
  }
  return spared;
}

}  // namespace segme
