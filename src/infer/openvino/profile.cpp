// infer/openvino/profile: see profile.h.
#include "infer/openvino/profile.h"

#include <openvino/op/ops.hpp>
#include <openvino/openvino.hpp>

#include <algorithm>
#include <sstream>

namespace segme {
namespace {

double count(const ov::Shape& shape) {
  double product = 1;
  for (const std::size_t side : shape) product *= static_cast<double>(side);
  return product;
}

double bytes(const ov::Output<ov::Node>& tensor) {
  const auto bits = static_cast<double>(tensor.get_element_type().bitwidth());
  return tensor.get_partial_shape().is_static() ? count(tensor.get_shape()) * bits / 8 : 0;
}

double macs(const ov::Node& node) {
  if (node.get_input_size() < 2 || node.get_output_partial_shape(0).is_dynamic() ||
      node.get_input_partial_shape(1).is_dynamic() || node.get_input_partial_shape(0).is_dynamic())
    return 0;
  const ov::Shape& weights = node.get_input_shape(1);
  const double out = count(node.get_output_shape(0));
  const double in = count(node.get_input_shape(0));
  if (ov::is_type<ov::op::v1::Convolution>(&node)) return out * count(weights) / static_cast<double>(weights[0]);
  if (ov::is_type<ov::op::v1::GroupConvolution>(&node))
    return out * count(weights) / static_cast<double>(weights[0] * weights[1]);
  if (ov::is_type<ov::op::v1::ConvolutionBackpropData>(&node))
    return in * count(weights) / static_cast<double>(weights[0]);
  if (ov::is_type<ov::op::v1::GroupConvolutionBackpropData>(&node))
    return in * count(weights) / static_cast<double>(weights[0] * weights[1]);
  if (ov::is_type<ov::op::v0::MatMul>(&node)) return out * static_cast<double>(node.get_input_shape(0).back());
  return 0;
}

bool depthwise(const ov::Node& node) {
  return ov::is_type<ov::op::v1::GroupConvolution>(&node) && node.get_input_partial_shape(1).is_static() &&
         node.get_input_shape(1)[2] == 1;
}

/// What the compiled model says of a layer, or nothing.
std::string said(const ov::RTMap& map, const std::string& key) {
  const auto found = map.find(key);
  return found == map.end() ? "" : found->second.as<std::string>();
}

}  // namespace

LayerCosts layer_costs(const ov::Model& net) {
  LayerCosts costs;
  for (const std::shared_ptr<ov::Node>& node : const_cast<ov::Model&>(net).get_ordered_ops()) {
    if (ov::is_type<ov::op::v0::Constant>(node.get())) continue;
    LayerCost cost{macs(*node), 0, depthwise(*node)};
    for (std::size_t i = 1; i < node->get_input_size(); ++i)
      cost.bytes += bytes(node->input_value(i).get_node()->output(0));
    for (const ov::Output<ov::Node>& output : node->outputs()) cost.bytes += bytes(output);
    costs[node->get_friendly_name()] = cost;
  }
  return costs;
}

OpenvinoProfile::OpenvinoProfile(const ov::CompiledModel& compiled, const LayerCosts& costs) {
  for (const std::shared_ptr<ov::Node>& node : compiled.get_runtime_model()->get_ordered_ops()) {
    LayerTimes layer;
    layer.name = node->get_friendly_name();
    layer.type = said(node->get_rt_info(), "layerType");
    layer.arithmetic = said(node->get_rt_info(), "runtimePrecision");
    std::istringstream joined(said(node->get_rt_info(), "originalLayersNames"));
    bool depthwise_one = false;
    for (std::string name; std::getline(joined, name, ',');) {
      const auto found = costs.find(name);
      if (found == costs.end()) continue;
      layer.macs += found->second.macs;
      layer.bytes += found->second.bytes;
      depthwise_one = depthwise_one || found->second.depthwise;
    }
    if (depthwise_one && layer.type == "Convolution") layer.type = "DepthwiseConvolution";
    places_[layer.name] = layers_.size();
    layers_.push_back(std::move(layer));
  }
}

void OpenvinoProfile::add(const ov::InferRequest& request) {
  for (const ov::ProfilingInfo& one : request.get_profiling_info()) {
    const auto found = places_.find(one.node_name);
    if (found == places_.end()) continue;
    LayerTimes& layer = layers_[found->second];
    if (one.status != ov::ProfilingInfo::Status::EXECUTED) continue;
    layer.milliseconds.push_back(static_cast<double>(one.real_time.count()) / 1000);
  }
}

std::vector<LayerTimes> OpenvinoProfile::layers() const {
  std::vector<LayerTimes> ran;
  std::copy_if(layers_.begin(), layers_.end(), std::back_inserter(ran),
               [](const LayerTimes& layer) { return !layer.milliseconds.empty(); });
  return ran;
}

}  // namespace segme
