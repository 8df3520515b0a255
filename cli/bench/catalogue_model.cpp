// cli/bench/catalogue_model: see catalogue_model.h.
#include "cli/bench/catalogue_model.h"

#include <cmath>
#include <random>
#include <string>

#include "net/fold.h"
#include "net/writers.h"

namespace segme::cli {
namespace {

net::Weights random_weights(const net::Graph& graph) {
  net::Weights weights;
  std::mt19937 random(1);
  for (const net::WeightSpec& spec : net::weight_specs(graph)) {
    std::size_t size = 1;
    for (const std::int64_t side : spec.shape) size *= static_cast<std::size_t>(side);
    const double fan = static_cast<double>(size) / static_cast<double>(spec.shape[0]);
    std::normal_distribution<float> normal(0.0F, static_cast<float>(std::sqrt(1.0 / fan)));
    net::Tensor& tensor = weights[spec.name];
    tensor.shape = spec.shape;
    for (std::size_t i = 0; i < size; ++i) tensor.values.push_back(normal(random));
  }
  return weights;
}

}  // namespace

Model catalogue_model(const net::NetKind& kind, int size) {
  net::Weights none;
  const net::Graph graph = net::fold_batch_norms(kind.make(size), none);
  Model model;
  model.card.name = std::string(kind.name);
  model.card.file = "model.onnx";
  model.card.width = graph.input_shape().width;
  model.card.height = graph.input_shape().height;
  if (graph.input_shape().height == 1) {
    model.card.layout = Layout::flat;  // pixels with their channels side by side, in one row
    model.card.width = model.card.height = size;
  } else if (graph.input_shape().channels == 4)
    model.card.fourth_channel = FourthChannel::zero;
  else if (graph.input_shape().channels == 1)
    model.card.colour_order = ColourOrder::grey;
  const net::Weights weights = kind.constants != nullptr ? kind.constants(graph) : random_weights(graph);
  model.bytes = net::find_file_kind(".onnx").write(graph, weights, {});
  return model;
}

}  // namespace segme::cli
