// infer/openvino/eight_bits: rewrites of OpenVINO's graph.
#include "infer/openvino/eight_bits.h"

#include <openvino/openvino.hpp>
#include <openvino/opsets/opset8.hpp>
#include <openvino/pass/constant_folding.hpp>
#include <openvino/pass/manager.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <new>

namespace segme {
namespace {

namespace op = ov::opset8;

constexpr std::size_t kLevels = 256;
constexpr std::size_t kWeightLevels = 255;  // symmetric: -127 .. 127
// Of sums over channels no weight is beyond 64 of these 127: x86 without VNNI adds two products in 16 bits.
constexpr float kRoomForPairs = 127.0F / 64;

template <class Kind>
std::shared_ptr<Kind> as(const std::shared_ptr<ov::Node>& node) {
  return std::dynamic_pointer_cast<Kind>(node);
}

bool moves_only(const std::shared_ptr<ov::Node>& node) {
  return as<op::Transpose>(node) || as<op::Reshape>(node) || as<op::Convert>(node) || as<op::Squeeze>(node) ||
         as<op::Unsqueeze>(node);
}

std::shared_ptr<ov::Node> only_reader(const std::shared_ptr<ov::Node>& node) {
  const auto readers = node->output(0).get_target_inputs();
  return readers.size() == 1 ? readers.begin()->get_node()->shared_from_this() : nullptr;
}

void drop_converts(const std::vector<std::shared_ptr<ov::Node>>& chain) {
  for (const auto& node : chain) {
    if (as<op::Convert>(node)) node->output(0).replace(node->input_value(0));
  }
}

void take_real_input(ov::Model& net) {
  const auto parameter = net.get_parameters().front();
  if (parameter->get_element_type().is_real()) return;
  std::vector<std::shared_ptr<ov::Node>> chain;
  std::shared_ptr<ov::Node> node = only_reader(parameter);
  for (; node && moves_only(node); node = only_reader(node)) chain.push_back(node);
  const auto rounding = as<op::FakeQuantize>(node);
  if (!rounding) return;
  rounding->input(1).replace_source_output(rounding->input_value(3));
  rounding->input(2).replace_source_output(rounding->input_value(4));
  parameter->set_element_type(ov::element::f32);
  drop_converts(chain);
}

void give_real_output(ov::Model& net) {
  const auto result = net.get_results().front();
  if (result->get_element_type().is_real()) return;
  std::vector<std::shared_ptr<ov::Node>> chain;
  std::shared_ptr<ov::Node> node = result->get_input_node_shared_ptr(0);
  for (; moves_only(node); node = node->get_input_node_shared_ptr(0)) chain.push_back(node);
  const auto rounding = as<op::FakeQuantize>(node);
  if (!rounding) return;
  rounding->input(3).replace_source_output(rounding->input_value(1));
  rounding->input(4).replace_source_output(rounding->input_value(2));
  drop_converts(chain);
}

/// The only value of a constant.
bool single(const ov::Output<ov::Node>& output, double& value) {
  const auto constant = as<op::Constant>(output.get_node_shared_ptr());
  if (!constant || ov::shape_size(constant->get_shape()) != 1) return false;
  value = constant->cast_vector<double>().front();
  return true;
}

bool is_constant(const ov::Output<ov::Node>& output) {
  const std::shared_ptr<ov::Node> node = output.get_node_shared_ptr();
  if (as<op::Constant>(node)) return true;
  const std::vector<ov::Output<ov::Node>> inputs = node->input_values();
  return !inputs.empty() && std::all_of(inputs.begin(), inputs.end(), is_constant);
}

/// What is multiplied with weights: the axis of the output channels in these, or -1.
int weight_axis(const std::shared_ptr<ov::Node>& node) {
  if (as<op::Convolution>(node)) return 0;
  if (as<op::ConvolutionBackpropData>(node)) return 1;
  if (as<op::GroupConvolution>(node)) return 0;  // each group its own range
  return -1;
}

/// What a tree of constants comes to, or nothing where OpenVINO cannot say.
std::shared_ptr<op::Constant> computed(const ov::Output<ov::Node>& output) {
  const std::shared_ptr<ov::Node> node = output.get_node_shared_ptr();
  if (auto constant = as<op::Constant>(node)) return constant;
  ov::TensorVector in;
  for (const ov::Output<ov::Node>& input : node->input_values()) {
    const std::shared_ptr<op::Constant> constant = computed(input);
    if (!constant) return nullptr;
    in.push_back(constant->get_tensor_view());
  }
  ov::TensorVector out{ov::Tensor(output.get_element_type(), output.get_shape())};
  if (node->get_output_size() != 1 || !node->evaluate(out, in)) return nullptr;
  return std::make_shared<op::Constant>(out.front());
}

/// The weights as a rounding of their numbers, a range for each output channel.
void round_weights(const std::shared_ptr<ov::Node>& node, std::size_t axis) {
  const std::shared_ptr<op::Constant> weights = computed(node->input_value(1));
  if (!weights) return;
  const std::vector<std::size_t> shape = weights->get_shape();
  const std::vector<float> values = weights->cast_vector<float>();
  std::size_t inner = 1;
  for (std::size_t i = axis + 1; i < shape.size(); ++i) inner *= shape[i];
  std::vector<float> largest(shape[axis], 0.0F);
  for (std::size_t i = 0; i < values.size(); ++i) {
    float& one = largest[i / inner % shape[axis]];
    one = std::max(one, std::abs(values[i]));
  }
  std::vector<float> least;
  const float room = as<op::GroupConvolution>(node) ? 1.0F : kRoomForPairs;
  for (float& one : largest) {
    one = room * std::max(one, 1e-6F);
    least.push_back(-one);
  }
  std::vector<std::size_t> ranges(shape.size(), 1);
  ranges[axis] = shape[axis];
  const auto low = op::Constant::create(ov::element::f32, ranges, least);
  const auto high = op::Constant::create(ov::element::f32, ranges, largest);
  const auto floats = op::Constant::create(ov::element::f32, shape, values);
  node->input(1).replace_source_output(
      std::make_shared<op::FakeQuantize>(floats, low, high, low, high, kWeightLevels)->output(0));
}

struct Range {
  float low = 0, high = 0;  // 0 is always inside: padding is made of it
};

/// Runs the net and sees what range each of `outputs` has.
std::vector<Range> see_ranges(const std::shared_ptr<ov::Model>& net, const ov::OutputVector& outputs,
                              const std::vector<ov::Tensor>& pictures) {
  const auto watched = std::make_shared<ov::Model>(outputs, net->get_parameters());
  ov::InferRequest request =
      ov::Core().compile_model(watched, "CPU", ov::hint::inference_precision(ov::element::f32)).create_infer_request();
  std::vector<Range> ranges(outputs.size());
  for (const ov::Tensor& picture : pictures) {
    request.set_input_tensor(picture);
    request.infer();
    for (std::size_t i = 0; i < outputs.size(); ++i) {
      const ov::Tensor seen = request.get_output_tensor(i);
      const auto [low, high] = std::minmax_element(seen.data<float>(), seen.data<float>() + seen.get_size());
      ranges[i] = {std::min(ranges[i].low, *low), std::max(ranges[i].high, *high)};
    }
  }
  return ranges;
}

}  // namespace

void take_real_values(ov::Model& net) {
  take_real_input(net);
  give_real_output(net);
  net.validate_nodes_and_infer_types();
}

std::size_t widen_to_floats(ov::Model& net) {
  std::size_t count = 0;
  for (const std::shared_ptr<ov::Node>& node : net.get_ordered_ops()) {
    const auto rounding = as<op::FakeQuantize>(node);
    if (!rounding || is_constant(rounding->input_value(0))) continue;
    double low = 0;
    double high = 0;
    ov::Output<ov::Node> output = rounding->input_value(0);
    if (single(rounding->input_value(3), low) && single(rounding->input_value(4), high) && low < high) {
      output = std::make_shared<op::Clamp>(output, low, high)->output(0);
    }
    rounding->output(0).replace(output);
    ++count;
  }
  net.validate_nodes_and_infer_types();
  return count;
}

void (*before_compiling)(const ov::Model& net) = nullptr;

bool compile_or_widen(ov::Model& net, const std::function<void()>& compile) {
  const auto refusable = [&] {
    if (before_compiling != nullptr) before_compiling(net);
    compile();
  };
  try {
    refusable();
    return false;
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception&) {  // some roundings are more than its kernels can do
    if (widen_to_floats(net) == 0) throw;
  }
  refusable();
  return true;
}

void round_to_eight_bits(const std::shared_ptr<ov::Model>& net, const std::vector<ov::Tensor>& pictures) {
  ov::pass::Manager passes;
  passes.register_pass<ov::pass::ConstantFolding>();
  passes.run_passes(net);
  std::vector<std::shared_ptr<ov::Node>> layers;
  ov::OutputVector inputs;
  std::map<ov::Output<ov::Node>, std::size_t> places;
  for (const std::shared_ptr<ov::Node>& node : net->get_ordered_ops()) {
    if (as<op::FakeQuantize>(node)) return;  // it is in 8 bits
    if (weight_axis(node) < 0 || !is_constant(node->input_value(1))) continue;
    layers.push_back(node);
    if (places.emplace(node->input_value(0), inputs.size()).second) inputs.push_back(node->input_value(0));
  }
  const std::vector<Range> ranges = see_ranges(net, inputs, pictures);
  std::vector<ov::Output<ov::Node>> rounded(inputs.size());
  for (const std::shared_ptr<ov::Node>& layer : layers) {
    const std::size_t place = places.at(layer->input_value(0));
    if (!rounded[place].get_node()) {
      const auto constant = [](float value) { return op::Constant::create(ov::element::f32, {}, {value}); };
      const auto low = constant(ranges[place].low);
      const auto high = constant(std::max(ranges[place].high, ranges[place].low + 1e-6F));
      rounded[place] = std::make_shared<op::FakeQuantize>(inputs[place], low, high, low, high, kLevels)->output(0);
    }
    layer->input(0).replace_source_output(rounded[place]);
    round_weights(layer, static_cast<std::size_t>(weight_axis(layer)));
  }
  net->validate_nodes_and_infer_types();
}

}  // namespace segme
