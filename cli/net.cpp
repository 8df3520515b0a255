// segme net: the catalogue of nets and what each costs: layers, shapes, parameters, multiply-accumulates.
#include <CLI/CLI.hpp>
#include <array>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <string>

#include "base/error.h"
#include "cli/arguments.h"
#include "cli/command.h"
#include "net/catalogue.h"
#include "net/count.h"

namespace segme::cli {
namespace {

using Json = nlohmann::ordered_json;

std::string shape_text(const net::Shape& shape) {
  return std::to_string(shape.channels) + "x" + std::to_string(shape.height) + "x" + std::to_string(shape.width);
}

std::string kernel_text(const net::Node& node) {
  if (node.kernel_height == 1 && node.kernel_width == 1 && node.stride_y == 1) return "";
  std::string text = std::to_string(node.kernel_height) + "x" + std::to_string(node.kernel_width);
  if (node.stride_y != 1) text += "/" + std::to_string(node.stride_y);
  if (node.dilation != 1) text += " dilated " + std::to_string(node.dilation);
  return text;
}

void print_text(const net::Graph& graph, const net::Cost& cost) {
  std::printf("%4s  %-15s %-32s %-12s %-10s %12s\n", "", "op", "name", "shape", "kernel", "MACs");
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    const net::Node& node = graph.nodes[i];
    const long long macs = static_cast<long long>(net::count_macs(graph, node));
    std::printf("%4zu  %-15s %-32s %-12s %-10s %12s\n", i, word_of(node.op), node.name.c_str(),
                shape_text(node.shape).c_str(), kernel_text(node).c_str(),
                macs == 0 ? "" : std::to_string(macs).c_str());
  }
  std::printf("\n%s at %s -> %s\n", graph.name.c_str(), shape_text(graph.input_shape()).c_str(),
              shape_text(graph.output_shape()).c_str());
  std::printf("parameters        %lld (%lld trained, %lld after folding)\n", static_cast<long long>(cost.parameters),
              static_cast<long long>(cost.parameters_trained), static_cast<long long>(cost.parameters_folded));
  std::printf("MACs              %lld (%.3f G)\n", static_cast<long long>(cost.macs),
              static_cast<double>(cost.macs) / 1e9);
  std::printf("peak activations  %lld floats (%.1f MB)\n", static_cast<long long>(cost.peak_activations),
              static_cast<double>(cost.peak_activations) * 4 / 1e6);
}

Json shape_json(const net::Shape& shape) { return Json::array({shape.channels, shape.height, shape.width}); }

void print_json(const net::Graph& graph, const net::Cost& cost) {
  Json layers = Json::array();
  for (const net::Node& node : graph.nodes) {
    layers.push_back({{"name", node.name},
                      {"op", word_of(node.op)},
                      {"inputs", node.inputs},
                      {"shape", shape_json(node.shape)},
                      {"macs", net::count_macs(graph, node)}});
  }
  Json weights = Json::array();
  for (const net::WeightSpec& spec : net::weight_specs(graph)) {
    weights.push_back({{"name", spec.name}, {"shape", spec.shape}, {"trained", spec.trained}});
  }
  const Json json = {{"net", graph.name},
                     {"input", shape_json(graph.input_shape())},
                     {"output", shape_json(graph.output_shape())},
                     {"parameters", cost.parameters},
                     {"parameters_trained", cost.parameters_trained},
                     {"parameters_folded", cost.parameters_folded},
                     {"macs", cost.macs},
                     {"peak_activations", cost.peak_activations},
                     {"layers", layers},
                     {"weights", weights}};
  std::puts(json.dump(2).c_str());
}

/// One weight tensor a line, "name 16,3,3,3": what a file of weights for this net must hold.
void print_weights(const net::Graph& graph) {
  for (const net::WeightSpec& spec : net::weight_specs(graph)) {
    std::string sides;
    for (const std::int64_t side : spec.shape) sides += (sides.empty() ? "" : ",") + std::to_string(side);
    std::printf("%s %s\n", spec.name.c_str(), sides.c_str());
  }
}

void print_list() {
  for (const net::NetKind* kind : net::all_nets()) {
    const net::Cost cost = net::count(kind->make(kind->size));
    std::printf("%-16s %4d x %-4d %6.2f M parameters %6.3f GMACs  %s\n", std::string(kind->name).c_str(), kind->size,
                kind->size, static_cast<double>(cost.parameters_folded) / 1e6, static_cast<double>(cost.macs) / 1e9,
                std::string(kind->summary).c_str());
  }
}

int run_net(int argc, char** argv) {
  CLI::App app("The nets that can be trained, and what they cost.", "segme net");
  std::string name;
  int size = 0;
  bool json = false;
  bool weights = false;
  CLI::App* list = app.add_subcommand("list", "every net of the catalogue, one a line");
  CLI::App* show = app.add_subcommand("show", "one net, layer by layer");
  show->add_option("NAME", name, "a name from 'segme net list'")->required();
  show->add_option("--size", size, "side of the input in pixels, a multiple of 32")->check(CLI::Range(32, 4096));
  show->add_flag("--json", json, "as JSON");
  show->add_flag("--weights", weights, "only the weight tensors and their shapes");
  app.require_subcommand(1);
  if (!read_arguments(app, argc, argv)) return 0;
  if (list->parsed()) {
    print_list();
    return 0;
  }
  const net::NetKind& kind = net::find_net(name);
  if (size % 32 != 0) {
    throw Error(ExitCode::usage, "--size is " + std::to_string(size) + " but must be a multiple of 32.");
  }
  const net::Graph graph = kind.make(size != 0 ? size : kind.size);
  if (weights) {
    print_weights(graph);
  } else if (json) {
    print_json(graph, net::count(graph));
  } else {
    print_text(graph, net::count(graph));
  }
  return 0;
}

}  // namespace

const Command net_command{"net", "shows the nets of the catalogue, layer by layer", run_net};

}  // namespace segme::cli
