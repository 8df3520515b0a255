// infer/openvino: the weights of the shipped models in 8 bits give the same sums on every processor.
#include <gtest/gtest.h>
#include <openvino/openvino.hpp>
#include <openvino/opsets/opset8.hpp>

#include <algorithm>
#include <cstdlib>

#include "infer/openvino/read_model.h"
#include "recipe/embedded.h"
#include "recipe/models.h"
#include "recipe/read_model_card.h"

namespace segme {
namespace {

namespace op = ov::opset8;

/// The constant of bytes that a layer's weights are made of; nothing where they are of another kind.
std::shared_ptr<op::Constant> bytes_of(const ov::Node& layer) {
  std::shared_ptr<ov::Node> node = layer.get_input_node_shared_ptr(1);
  while (node && node->get_input_size() > 0) node = node->get_input_node_shared_ptr(0);
  const auto constant = std::dynamic_pointer_cast<op::Constant>(node);
  return constant && constant->get_element_type() == ov::element::i8 ? constant : nullptr;
}

/// The largest of all weights from 0.
int farthest(const op::Constant& bytes) {
  int most = 0;
  for (const std::int8_t value : bytes.cast_vector<std::int8_t>()) most = std::max(most, std::abs(int{value}));
  return most;
}

// x86 without VNNI adds two products of an unsigned and a signed byte in 16 bits, and cuts what does not fit.
TEST(shipped_bytes, no_two_products_of_a_sum_over_channels_overflow_16_bits) {
  ov::Core core;
  for (const EmbeddedModel& embedded : embedded_models()) {
    const Model model = find_model(parse_model_card(std::string(embedded.card), "card").name);
    const auto net = read_openvino_model(core, model);
    int layers = 0;
    for (const std::shared_ptr<ov::Node>& node : net->get_ops()) {
      if (!std::dynamic_pointer_cast<op::Convolution>(node) &&
          !std::dynamic_pointer_cast<op::ConvolutionBackpropData>(node)) {
        continue;
      }
      const auto bytes = bytes_of(*node);
      if (!bytes) continue;
      ++layers;
      EXPECT_LE(2 * 255 * farthest(*bytes), 32767) << model.card.name << ", " << node->get_friendly_name();
    }
    EXPECT_GT(layers, 20) << model.card.name;
  }
}

}  // namespace
}  // namespace segme
