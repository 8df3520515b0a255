// segme net: the catalogue of nets and what each costs: layers, shapes, parameters, multiply-accumulates, memory and an
// estimate of its latency; the mean of several runs' weights; a net with fewer channels.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "cli/bench/fit.h"
#include "cli/command.h"
#include "cli/common/arguments.h"
#include "cli/common/replaceable.h"
#include "cli/export/place.h"
#include "cli/net/prune.h"
#include "net/average.h"
#include "net/catalogue.h"
#include "net/count.h"
#include "net/latency.h"
#include "net/safetensors.h"

namespace segme::cli {
namespace {

using Json = nlohmann::ordered_json;

std::string shape_text(const net::Shape& shape) {
  return std::to_string(shape.channels) + "x" + std::to_string(shape.height) + "x" + std::to_string(shape.width);
}

std::string kernel_text(const net::Node& node) {
  if (node.kernel_height == 1 && node.kernel_width == 1 && node.stride_y == 1) return "";
  std::string text = std::to_string(node.kernel_height) + "x" + std::to_string(node.kernel_width);
  if (node.stride_x != 1) text += "/" + std::to_string(node.stride_x);
  if (node.dilation != 1) text += " dilated " + std::to_string(node.dilation);
  return text;
}

std::string count_text(std::int64_t value) { return value == 0 ? "" : std::to_string(value); }

/// A graph and what it costs.
struct Costed {
  net::Graph graph;
  net::Cost cost;
  net::Latency latency;
};

Costed cost_of(net::Graph graph) {
  static const std::optional<FittedPrices> fitted = fitted_here();
  net::Cost cost = net::count(graph);
  net::Latency latency = fitted ? net::estimate_latency(graph, fitted->prices) : net::estimate_latency(graph);
  return {std::move(graph), cost, std::move(latency)};
}

void print_text(const Costed& net) {
  const net::Graph& graph = net.graph;
  const net::Cost& cost = net.cost;
  std::printf("%4s  %-15s %-32s %-12s %-15s %10s %12s\n", "", "op", "name", "shape", "kernel", "parameters", "MACs");
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    const net::Node& node = graph.nodes[i];
    std::printf("%4zu  %-15s %-32s %-12s %-15s %10s %12s\n", i, net::op_name(node.op).data(), node.name.c_str(),
                shape_text(node.shape).c_str(), kernel_text(node).c_str(),
                count_text(net::count_parameters(graph, node)).c_str(),
                count_text(net::count_macs(graph, node)).c_str());
  }
  std::printf("\n%s at %s -> %s\n", graph.name.c_str(), shape_text(graph.input_shape()).c_str(),
              shape_text(graph.output_shape()).c_str());
  std::printf("parameters  %lld (%lld trained, %lld after folding batch norms)\n",
              static_cast<long long>(cost.parameters), static_cast<long long>(cost.parameters_trained),
              static_cast<long long>(cost.parameters_folded));
  std::printf("MACs        %lld (%.3f G)\n", static_cast<long long>(cost.macs), static_cast<double>(cost.macs) / 1e9);
  std::printf("memory      %.1f MB of activations at their peak, %.1f MB of weights\n",
              static_cast<double>(cost.activation_bytes()) / 1e6, static_cast<double>(cost.weight_bytes()) / 1e6);
  const std::optional<FittedPrices> fitted = fitted_here();
  std::printf("latency     %.1f ms on one core, an estimate ", net.latency.milliseconds);
  if (fitted) {
    std::printf("fitted to this machine, off by %.0f %% on average; 'segme bench' measures\n",
                100 * fitted->mean_error);
  } else {
    std::printf("for another machine; 'segme bench fit' makes it one for this, 'segme bench' measures\n");
  }
}

Json shape_json(const net::Shape& shape) { return Json::array({shape.channels, shape.height, shape.width}); }

Json layer_json(const Costed& net, const net::Node& node, const std::map<std::string_view, double>& milliseconds) {
  Json layer = {{"name", node.name},
                {"op", net::op_name(node.op)},
                {"inputs", node.inputs},
                {"shape", shape_json(node.shape)},
                {"parameters", net::count_parameters(net.graph, node)},
                {"macs", net::count_macs(net.graph, node)}};
  const auto found = milliseconds.find(node.name);  // folded away: no time of its own
  layer["latency_ms"] = found == milliseconds.end() ? 0.0 : found->second;
  if (node.kernel_height * node.kernel_width > 1 || node.stride_x > 1) {
    layer["kernel"] = {node.kernel_height, node.kernel_width};
    layer["stride"] = {node.stride_y, node.stride_x};
  }
  if (node.dilation > 1) layer["dilation"] = node.dilation;
  if (node.groups > 1) layer["groups"] = node.groups;
  return layer;
}

void print_json(const Costed& net) {
  const std::map<std::string_view, double> milliseconds(net.latency.nodes.begin(), net.latency.nodes.end());
  Json layers = Json::array();
  for (const net::Node& node : net.graph.nodes) layers.push_back(layer_json(net, node, milliseconds));
  Json weights = Json::array();
  for (const net::WeightSpec& spec : net::weight_specs(net.graph)) {
    weights.push_back({{"name", spec.name}, {"shape", spec.shape}, {"trained", spec.trained}});
  }
  const net::Cost& cost = net.cost;
  const Json json = {{"net", net.graph.name},
                     {"input", shape_json(net.graph.input_shape())},
                     {"output", shape_json(net.graph.output_shape())},
                     {"parameters", cost.parameters},
                     {"parameters_trained", cost.parameters_trained},
                     {"parameters_folded", cost.parameters_folded},
                     {"macs", cost.macs},
                     {"memory", cost.activation_bytes() + cost.weight_bytes()},
                     {"memory_activations", cost.activation_bytes()},
                     {"memory_weights", cost.weight_bytes()},
                     {"latency_ms", net.latency.milliseconds},
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

void print_list(bool json) {
  Json nets = Json::array();
  if (!json) {
    std::printf("%-21s %5s %12s %9s %7s %9s\n", "", "input", "parameters", "MACs", "memory", "estimate");
  }
  for (const net::NetKind* kind : net::all_nets()) {
    const Costed net = cost_of(kind->make(kind->size));
    const net::Cost& cost = net.cost;
    const std::int64_t memory = cost.activation_bytes() + cost.weight_bytes();
    if (json) {
      nets.push_back({{"name", kind->name},
                      {"summary", kind->summary},
                      {"size", kind->size},
                      {"parameters", cost.parameters},
                      {"parameters_folded", cost.parameters_folded},
                      {"macs", cost.macs},
                      {"memory", memory},
                      {"latency_ms", net.latency.milliseconds}});
    } else {
      std::printf("%-21s %5d %12lld %7.1f M %4.1f MB %6.1f ms  %s\n", std::string(kind->name).c_str(), kind->size,
                  static_cast<long long>(cost.parameters_folded), static_cast<double>(cost.macs) / 1e6,
                  static_cast<double>(memory) / 1e6, net.latency.milliseconds, std::string(kind->summary).c_str());
    }
  }
  if (json) {
    std::puts(nets.dump(2).c_str());
  } else {
    std::puts("\nParameters after folding batch norms; memory of weights and activations; milliseconds on one core,");
    std::puts("estimated from the layers ('segme bench' measures).");
  }
}

/// The mean of what several runs of one net have learnt.
void average_files(const std::vector<std::string>& runs, const std::string& output, bool overwrite) {
  std::vector<std::string> files;
  for (const std::string& run : runs) files.push_back(exported_file(run).string());
  Sources sources;
  for (const std::string& file : files) sources.add(file);
  check_replaceable(sources, output, overwrite);
  std::vector<net::NamedWeights> sets;
  net::Metadata metadata;
  for (const std::string& file : files) {
    net::Metadata own;
    sets.push_back({file, net::read_safetensors(file, &own)});
    if (file == files.front()) metadata = std::move(own);
  }
  net::write_safetensors(output, net::average(sets), metadata);
}

int run_net(int argc, char** argv) {
  CLI::App app("Shows the nets that can be trained and what they cost; averages and prunes what runs have learnt.",
               "segme net");
  std::string name;
  int size = 0;
  bool json = false;
  bool weights = false;
  CLI::App* list = app.add_subcommand("list", "lists every net of the catalogue");
  list->add_flag("--json", json, "print JSON");
  CLI::App* show = app.add_subcommand("show", "shows one net, layer by layer");
  show->add_option("NAME", name, "a name from 'segme net list'")->required();
  show->add_option("--size", size, "side of the input in pixels, a multiple of 32")->check(CLI::Range(32, 4096));
  show->add_flag("--json", json, "print JSON");
  show->add_flag("--weights", weights, "print only the weight tensors and their shapes");
  CLI::App* average = app.add_subcommand("average", "averages the weights of several runs of one net");
  std::vector<std::string> files;
  std::string output;
  bool overwrite = false;
  average->add_option("FILE", files, "two or more folders of runs (takes best.safetensors) or .safetensors files")
      ->required()
      ->expected(2, 1000);
  average->add_option("-o,--output", output, "the .safetensors file to write")->required();
  average->add_flag("--overwrite", overwrite, "replace an output that exists");
  CLI::App* prune = app.add_subcommand("prune", "takes channels that weigh little out of a net that has learnt");
  PruneOptions pruning;
  prune->add_option("RUN", pruning.from, "folder of a run (takes best.safetensors) or a .safetensors file")->required();
  prune->add_option("-o,--output", pruning.output, "the .safetensors file to write")->required();
  CLI::Option* keep = prune->add_option("--keep", pruning.keep, "share of the channels that stays, 0.05 to 1");
  keep->check(CLI::Range(0.05, 1.0));
  prune->add_option("--macs", pruning.mega_macs, "instead: at most so many million multiply-accumulates stay")
      ->check(CLI::Range(0.001, 1e6))
      ->excludes(keep);
  prune->add_flag("--overwrite", pruning.overwrite, "replace an output that exists");
  app.require_subcommand(1);
  if (!read_arguments(app, argc, argv)) return 0;
  if (list->parsed()) {
    print_list(json);
    return 0;
  }
  if (average->parsed()) {
    average_files(files, output, overwrite);
    return 0;
  }
  if (prune->parsed()) {
    prune_file(pruning);
    return 0;
  }
  const net::NetKind& kind = net::find_net(name);
  if (size % 32 != 0) {
    throw Error(ExitCode::usage, "--size is " + std::to_string(size) + " but must be a multiple of 32.");
  }
  net::Graph graph = kind.make(size != 0 ? size : kind.size);
  if (weights) {
    print_weights(graph);
  } else if (json) {
    print_json(cost_of(std::move(graph)));
  } else {
    print_text(cost_of(std::move(graph)));
  }
  return 0;
}

}  // namespace

const Command net_command{"net", "shows the nets of the catalogue, layer by layer", run_net};

}  // namespace segme::cli
