// segme export: trained weights -> batch norms folded -> an ONNX file and, on demand, the card that tells how to use
// it.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "base/error.h"
#include "cli/arguments.h"
#include "cli/command.h"
#include "infer/model_card.h"
#include "infer/sha256.h"
#include "net/catalogue.h"
#include "net/count.h"
#include "net/fold.h"
#include "net/safetensors.h"
#include "net/write_onnx.h"
#include "sink/image_file.h"

namespace segme::cli {
namespace {

using Json = nlohmann::ordered_json;
namespace fs = std::filesystem;

struct ExportOptions {
  std::string from, output, net, metrics;
  int size = 0;
  bool card = false;
  std::string name, summary, quality, licence, origin, limits;
};

struct Trained {
  net::Graph graph;
  net::Weights weights;
};

std::string read_text(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), {}};
  if (!file) throw Error(ExitCode::input, "cannot read '" + path.string() + "'. Give a file that exists.");
  return text;
}

/// Every weight of the net must be there, with its shape.
void check_weights(const fs::path& path, const Trained& trained) {
  for (const net::WeightSpec& spec : net::weight_specs(trained.graph)) {
    const auto found = trained.weights.find(spec.name);
    if (found != trained.weights.end() && found->second.shape == spec.shape) continue;
    throw Error(ExitCode::model, "cannot export '" + path.string() + "': tensor '" + spec.name + "' of net '" +
                                     trained.graph.name +
                                     (found == trained.weights.end() ? "' is missing" : "' has another shape") +
                                     ". Give the weights of that net, or its name with --net.");
  }
}

Trained read_trained(const ExportOptions& options) {
  fs::path path = options.from;
  if (fs::is_directory(path)) path /= "best.safetensors";
  if (path.extension() != ".safetensors") {
    throw Error(ExitCode::usage,
                "cannot export '" + options.from + "'. Give the folder of a run or a .safetensors file.");
  }
  net::Metadata metadata;
  Trained trained;
  trained.weights = net::read_safetensors(path, &metadata);
  const std::string name = options.net.empty() ? metadata["net"] : options.net;
  if (name.empty()) {
    throw Error(ExitCode::usage,
                "'" + path.string() + "' does not say which net it is for. Add --net NAME ('segme net list').");
  }
  const net::NetKind& kind = net::find_net(name);
  trained.graph = kind.make(options.size != 0 ? options.size : kind.size);
  check_weights(path, trained);
  return trained;
}

/// What was given, else what an older card beside the file says, else `otherwise`.
std::string text_for(const Json& old, const char* key, const std::string& given, const std::string& otherwise) {
  if (!given.empty()) return given;
  return old.contains(key) && old[key].is_string() ? old[key].get<std::string>() : otherwise;
}

Json metrics_for(const Json& old, const std::string& file) {
  if (file.empty()) return old.contains("metrics") && old["metrics"].is_object() ? old["metrics"] : Json::object();
  const Json metrics = Json::parse(read_text(file), nullptr, false);
  if (!metrics.is_object())
    throw Error(ExitCode::input, "'" + file + "' holds no JSON object. Give what the card's metrics shall be.");
  return metrics;
}

/// The normalisation lives in the model, so its tensor is the picture: mean 0, scale 1.
std::string make_card(const ExportOptions& options, const net::Graph& graph, const fs::path& model,
                      const std::vector<std::uint8_t>& bytes) {
  const fs::path place = model.parent_path() / "card.json";
  Json old = fs::exists(place) ? Json::parse(read_text(place), nullptr, false) : Json::object();
  if (!old.is_object()) old = Json::object();
  const net::Shape& input = graph.input_shape();
  const Json card = {{"name", text_for(old, "name", options.name, graph.name)},
                     {"summary", text_for(old, "summary", options.summary, "")},
                     {"file", model.filename().string()},
                     {"sha256", sha256_hex(bytes)},
                     {"width", input.width},
                     {"height", input.height},
                     {"layout", "nchw"},
                     {"colour_order", "rgb"},
                     {"mean", {0, 0, 0}},
                     {"scale", {1, 1, 1}},
                     {"fit", "stretch"},
                     {"output", "output"},
                     {"activation", "none"},
                     {"quality", text_for(old, "quality", options.quality, "balanced")},
                     {"licence", text_for(old, "licence", options.licence, "")},
                     {"origin", text_for(old, "origin", options.origin, "")},
                     {"limits", text_for(old, "limits", options.limits, "")},
                     {"metrics", metrics_for(old, options.metrics)}};
  const std::string text = card.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
  parse_model_card(text, place.string());  // a card that cannot be read back is not written
  return text;
}

void declare(CLI::App& app, ExportOptions& o) {
  app.add_option("RUN", o.from, "folder of a run (its best.safetensors) or a .safetensors file")->required();
  app.add_option("-o,--output", o.output, "model.onnx, or a folder for model.onnx and card.json")->required();
  app.add_option("--size", o.size, "side of the input in pixels, a multiple of 32")->check(CLI::Range(32, 4096));
  app.add_option("--net", o.net, "the net the weights are of, where the file does not say");
  app.add_flag("--card", o.card, "also write card.json beside the model");
  app.add_option("--name", o.name, "for the card: letters, digits, '-', '_', '.'");
  app.add_option("--summary", o.summary, "for the card: one line");
  app.add_option("--quality", o.quality, "for the card: the level it serves")
      ->check(CLI::IsMember({"fast", "balanced", "accurate"}));
  app.add_option("--licence", o.licence, "for the card: of the weights");
  app.add_option("--origin", o.origin, "for the card: who trained it, on what");
  app.add_option("--limits", o.limits, "for the card: where it fails");
  app.add_option("--metrics", o.metrics, "for the card: a JSON file with its figures");
}

int run_export(int argc, char** argv) {
  CLI::App app("Writes a trained net as an ONNX file.", "segme export");
  ExportOptions options;
  declare(app, options);
  if (!read_arguments(app, argc, argv)) return 0;
  if (options.size % 32 != 0) {
    throw Error(ExitCode::usage, "--size is " + std::to_string(options.size) + " but must be a multiple of 32.");
  }
  fs::path model = options.output;
  if (options.output.ends_with('/') || fs::is_directory(model)) {
    model /= "model.onnx";
    options.card = true;
  }
  if (model.extension() != ".onnx") {
    throw Error(ExitCode::usage,
                "cannot export to '" + options.output + "'. Give a name that ends in .onnx, or a folder.");
  }
  Trained trained = read_trained(options);
  const net::Cost cost = net::count(trained.graph);
  const net::Graph folded = net::fold_batch_norms(trained.graph, trained.weights);
  const std::vector<std::uint8_t> bytes = net::write_onnx(folded, trained.weights, {.precision = net::Precision::fp32, .quantisation = {}, .metadata = {{"net", trained.graph.name}}});
  if (options.card) {
    const std::string card = make_card(options, trained.graph, model, bytes);
    write_file(model, bytes);
    write_file(model.parent_path() / "card.json", std::vector<std::uint8_t>(card.begin(), card.end()));
  } else {
    write_file(model, bytes);
  }
  std::printf("%s: net %s, %dx%d, %lld parameters, %.3f GMACs, %zu bytes\n", model.c_str(), trained.graph.name.c_str(),
              folded.input_shape().width, folded.input_shape().height, static_cast<long long>(cost.parameters_folded),
              static_cast<double>(cost.macs) / 1e9, bytes.size());
  return 0;
}

}  // namespace

const Command export_command{"export", "writes a trained net as an ONNX file with its card", run_export};

}  // namespace segme::cli
