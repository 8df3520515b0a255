// segme export: trained weights -> batch norms folded -> an ONNX or TFLite file in floats or bytes, run once beside the
// net it was made from, and the card that tells how to use it.
#include <stdlib.h>
#include <CLI/CLI.hpp>
#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <system_error>

#include "base/error.h"
#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/export_check.h"
#include "cli/interrupt.h"
#include "infer/model_card.h"
#include "infer/sha256.h"
#include "net/catalogue.h"
#include "net/count.h"
#include "net/fold.h"
#include "net/safetensors.h"
#include "net/writers.h"
#include "sink/image_file.h"

namespace segme::cli {
namespace {

using Json = nlohmann::ordered_json;
namespace fs = std::filesystem;

constexpr int kCalibrated = 64;         // pictures that set the ranges of 8 bits: more change them little
constexpr int kJudged = 200;            // pictures that are scored before and after
constexpr double kMostLostIou = 0.005;  // what a smaller file may lose
constexpr double kSlower = 1.03;        // times are no more exact than that

struct ExportOptions {
  std::string from, output, net, metrics, data;
  std::string precision = "fp32";
  int size = 0, pictures = kCalibrated;
  bool card = false, flatten = false, force = false;
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

/// Where the model goes, and its card: card.json in a folder, NAME.json beside a TFLite file.
struct Place {
  fs::path model, card;
};

/// The normalisation lives in the model, so its tensor is the picture: mean 0, scale 1.
std::string make_card(const ExportOptions& options, const net::Graph& graph, const Place& place,
                      const std::vector<std::uint8_t>& bytes) {
  Json old = fs::exists(place.card) ? Json::parse(read_text(place.card), nullptr, false) : Json::object();
  if (!old.is_object()) old = Json::object();
  const net::Shape& input = graph.input_shape();
  const std::string layout(net::find_file_kind(place.model.extension().string()).layout);
  Json card = {{"name", text_for(old, "name", options.name, graph.name)},
               {"summary", text_for(old, "summary", options.summary, "")},
               {"file", place.model.filename().string()},
               {"sha256", sha256_hex(bytes)},
               {"width", input.width},
               {"height", input.height},
               {"layout", layout},
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
  if (options.flatten) {
    card["output_layout"] = "flat";
  } else if (layout != "nchw") {
    card["output_layout"] = layout;
  }
  const std::string text = card.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
  parse_model_card(text, place.card.string());  // a card that cannot be read back is not written
  return text;
}

void declare(CLI::App& app, ExportOptions& o) {
  app.add_option("RUN", o.from, "folder of a run (its best.safetensors) or a .safetensors file")->required();
  app.add_option("-o,--output", o.output,
                 "NAME.onnx, NAME.tflite (its card is NAME.json), or a folder for model.onnx and card.json")
      ->required();
  app.add_option("--precision", o.precision, "fp32, fp16, int8-weights or int8 [fp32]")
      ->check(CLI::IsMember({"fp32", "fp16", "int8-weights", "int8"}));
  app.add_flag("--flatten", o.flatten, "the output as one row of pixels");
  app.add_option("--data", o.data, "manifest.csv or folder of pictures: what int8 is fitted to and the file judged on");
  app.add_option("--pictures", o.pictures, "how many of them int8 is fitted to, at most [64]")
      ->check(CLI::Range(1, 100000));
  app.add_flag("--force", o.force, "write the file also when it loses more than half a point of IoU");
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

Place place_of(ExportOptions& options) {
  Place place{options.output, {}};
  if (options.output.ends_with('/') || fs::is_directory(place.model)) {
    place.model /= "model.onnx";
    options.card = true;
  }
  const std::string extension = place.model.extension().string();
  if (extension.empty()) {
    throw Error(ExitCode::usage,
                "cannot export to '" + options.output + "'. Give a name that ends in .onnx or .tflite, or a folder.");
  }
  net::find_file_kind(extension);
  place.card = place.model.parent_path() / "card.json";
  if (extension == ".tflite") {
    options.card = true;
    place.card = fs::path(place.model).replace_extension(".json");
  }
  return place;
}

/// A folder that goes away with all in it: files that engines open themselves stand there while they are judged.
class Workshop {
 public:
  Workshop() : path_((fs::temp_directory_path() / "segme-export-XXXXXX").string()) {
    if (::mkdtemp(path_.data()) == nullptr) {
      throw Error(ExitCode::output, "cannot make a folder in '" + fs::temp_directory_path().string() + "'.");
    }
  }
  Workshop(const Workshop&) = delete;
  Workshop& operator=(const Workshop&) = delete;
  ~Workshop() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  [[nodiscard]] Model model(const std::string& name, const ModelCard& card, std::vector<std::uint8_t> bytes) const {
    Model made{card, {}, fs::path(path_) / (name + fs::path(card.file).extension().string())};
    write_file(made.path, bytes);
    made.bytes = std::move(bytes);
    return made;
  }

 private:
  std::string path_;
};

[[noreturn]] void refuse(const Place& place, const std::string& what) {
  throw Error(ExitCode::model, "did not write '" + place.model.string() + "': " + what);
}

template <class... Values>
std::string format(const char* pattern, Values... values) {
  char text[256];
  std::snprintf(text, sizeof text, pattern, values...);
  return text;
}

/// Floats must say what the net says; fewer bits may cost a little. What was drawn here is no measure of IoU.
void refuse_or_report(const ExportOptions& options, const Place& place, const Judgement& judged, bool drawn) {
  const double bound = options.precision == "fp32" ? 1e-4 : options.precision == "fp16" ? 5e-3 : 1.0;
  if (judged.largest > bound && !options.force) {
    refuse(place,
           format("run by %s, an output value is off by %.2g, more than %.2g. Write it all the same with --force.",
                  judged.device.c_str(), judged.largest, bound));
  }
  const double lost = judged.iou_before - judged.iou_after;
  if (!drawn && lost > kMostLostIou && !options.force) {
    refuse(place, format("as %s it loses %.2f points of IoU%s on %zu pictures, more than %.1f. Give more pictures like "
                         "those in use with --data, another --precision, or --force.",
                         options.precision.c_str(), lost * 100, judged.labelled ? "" : " against its own mattes",
                         judged.pictures, kMostLostIou * 100));
  }
  std::printf("run by %s: outputs differ from the net's by %.2g at most, %.2g on average\n", judged.device.c_str(),
              judged.largest, judged.mean);
  if (options.precision == "fp32") return;
  std::printf("%zu %s pictures: IoU %.2f before, %.2f after%s; the net alone %.2f ms before, %.2f ms after\n",
              judged.pictures, drawn ? "drawn" : "given", judged.iou_before * 100, judged.iou_after * 100,
              judged.labelled ? "" : " (against its own mattes: they have no labels)", judged.ms_before,
              judged.ms_after);
  if (judged.ms_after > judged.ms_before * kSlower) {
    std::printf("note: %s is slower than fp32 on this machine\n", options.precision.c_str());
  }
}

int run_export(int argc, char** argv) {
  CLI::App app("Writes a trained net as an ONNX or TFLite file.", "segme export");
  ExportOptions options;
  declare(app, options);
  if (!read_arguments(app, argc, argv)) return 0;
  if (options.size % 32 != 0) {
    throw Error(ExitCode::usage, "--size is " + std::to_string(options.size) + " but must be a multiple of 32.");
  }
  const Place place = place_of(options);
  const net::FileKind& kind = net::find_file_kind(place.model.extension().string());
  net::WriteOptions write{net::parse_precision(options.precision), {}, {}};
  if (write.precision == net::Precision::int8 && options.data.empty()) {
    throw Error(ExitCode::usage,
                "int8 is fitted to real pictures, and there are none. Add --data with a manifest.csv or a folder.");
  }
  Trained trained = read_trained(options);
  write.metadata = {{"net", trained.graph.name}, {"precision", options.precision}};
  const net::Cost cost = net::count(trained.graph);
  net::Graph graph = net::fold_batch_norms(trained.graph, trained.weights);
  if (options.flatten) graph = net::flattened(std::move(graph));

  watch_interrupt();
  const ExportPictures pictures(options.data, options.pictures, kJudged);
  const auto card_of = [&](const std::vector<std::uint8_t>& bytes) { return make_card(options, graph, place, bytes); };
  const std::vector<std::uint8_t> plain = kind.write(graph, trained.weights, {});
  if (write.precision == net::Precision::int8) {
    write.quantisation = calibrate(graph, trained.weights, parse_model_card(card_of(plain), "card"), pictures);
  }
  const std::vector<std::uint8_t> bytes = kind.write(graph, trained.weights, write);
  const std::string card = card_of(bytes);
  const ModelCard parsed = parse_model_card(card, "card");
  const Workshop workshop;
  const std::optional<Judgement> judged =
      judge(workshop.model("before", parsed, plain), workshop.model("after", parsed, bytes), graph, trained.weights,
            pictures);
  if (judged) {
    refuse_or_report(options, place, *judged, pictures.drawn());
  } else {
    std::puts("not run after writing: this build has no engine");
  }
  write_file(place.model, bytes);
  if (options.card) write_file(place.card, std::vector<std::uint8_t>(card.begin(), card.end()));
  std::printf("%s: net %s, %s, %dx%d, %lld parameters, %.3f GMACs, %zu bytes\n", place.model.c_str(),
              trained.graph.name.c_str(), options.precision.c_str(), graph.input_shape().width,
              graph.input_shape().height, static_cast<long long>(cost.parameters_folded),
              static_cast<double>(cost.macs) / 1e9, bytes.size());
  return 0;
}

}  // namespace

const Command export_command{"export", "writes a trained net as an ONNX or TFLite file with its card", run_export};

}  // namespace segme::cli
