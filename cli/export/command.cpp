// segme export: trained weights -> batch norms folded -> an ONNX, TFLite or Core ML file in floats or bytes, run once
// beside the net it was made from, and the card that tells how to use it.
#include <stdlib.h>
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <optional>
#include <string>
#include <system_error>

#include "base/error.h"
#include "cli/command.h"
#include "cli/common/arguments.h"
#include "cli/common/interrupt.h"
#include "cli/common/replaceable.h"
#include "cli/export/card.h"
#include "cli/export/check.h"
#include "cli/export/place.h"
#include "cli/export/trained.h"
#include "infer/model_card.h"
#include "net/catalogue.h"
#include "net/count.h"
#include "net/fold.h"
#include "net/ranges.h"
#include "net/writers.h"
#include "recipe/read_model_card.h"
#include "sink/image_file.h"

namespace segme::cli {
namespace {

namespace fs = std::filesystem;

constexpr int kCalibrated = 64;         // pictures that set the ranges of 8 bits: more change them little
constexpr int kJudged = 200;            // pictures that are scored before and after
constexpr double kMostLostIou = 0.005;  // what a smaller file may lose
constexpr double kMostOffFp32 = 1e-4;   // of an output value: a rounding here and there
constexpr double kMostOffFp16 = 5e-3;   // less than a step of an 8-bit matte and a half
constexpr double kSlower = 1.1;         // times of a busy machine are no more exact than that

struct ExportOptions {
  std::string from, output, net, data;
  std::string precision = "fp32";
  int size = 0, pictures = kCalibrated;
  bool folder_card = false, no_card = false, flatten = false, force = false, overwrite = false;
  bool full_integer = false, any_batch = false;
  CardTexts texts;
};

void declare(CLI::App& app, ExportOptions& o) {
  app.add_option("RUN", o.from,
                 "folder of a run (takes best.safetensors) or of a model (takes floats.onnx), a .safetensors file, an "
                 ".onnx file in fp32 or fp16, or a net of constants (transfer1, ...)")
      ->required();
  app.add_option(
         "-o,--output", o.output,
         "NAME.onnx or NAME.tflite (its card is NAME.json), NAME.mlmodel for Core ML, or a folder for model.onnx "
         "and card.json")
      ->required();
  app.add_option("--precision", o.precision, "fp32, fp16, int8-weights or int8 [fp32]")
      ->check(CLI::IsMember({"fp32", "fp16", "int8-weights", "int8"}));
  app.add_flag("--flatten", o.flatten, "give the output as one row of pixels");
  app.add_flag("--full-integer", o.full_integer,
               "int8 in a .tflite: input and output are bytes, too, as the Edge TPU wants them");
  app.add_flag("--any-batch", o.any_batch, "leave the number of pictures in an .onnx open");
  app.add_option("--data", o.data, "a set or a folder of pictures, to fit int8 to and to check the file with");
  app.add_option("--pictures", o.pictures, "largest number of pictures to fit int8 to [64]")
      ->check(CLI::Range(1, 100000));
  app.add_flag("--force", o.force, "write the file even if it loses more than half a point of IoU");
  app.add_option("--size", o.size, "side of the input in pixels, a multiple of 32 [that of the run]")
      ->check(CLI::Range(32, 4096));
  app.add_flag("--overwrite", o.overwrite, "replace a model and a card that exist (the texts of the old card stay)");
  app.add_option("--net", o.net, "name of the net, if the file of weights does not say");
  app.add_flag("--card", o.folder_card, "name the card of an .onnx file card.json, so that its folder is a model");
  app.add_flag("--no-card", o.no_card, "write no card");
  app.add_option("--name", o.texts.name, "for the card: name, of letters, digits, '-', '_' and '.'");
  app.add_option("--summary", o.texts.summary, "for the card: summary in one line");
  app.add_flag("--mirrored", o.texts.mirrored, "for the card: the net also sees the mirrored picture");
  app.add_flag("--mirrored-stills", o.texts.mirrored_stills,
               "for the card: the net also sees the mirrored picture, but not in videos")
      ->excludes("--mirrored");
  app.add_flag("--videos", o.texts.videos,
               "for the card: the model serves its level for videos, and not for single pictures");
  app.add_flag("--closer", o.texts.closer, "for the card: the net looks a second time, and closer, at small people");
  app.add_option("--also", o.texts.also,
                 "for the card: name of a second model whose answer is averaged with this one's");
  app.add_option("--quality", o.texts.quality, "for the card: quality level that the model serves")
      ->check(CLI::IsMember({"fast", "balanced", "accurate"}));
  app.add_option("--licence", o.texts.licence, "for the card: licence of the weights");
  app.add_option("--origin", o.texts.origin, "for the card: who trained it, on what");
  app.add_option("--limits", o.texts.limits, "for the card: where the model fails");
  app.add_option("--metrics", o.texts.metrics, "for the card: a JSON file with the figures of the model");
}

/// What only one kind of file can be.
void check_kind(const ExportOptions& options, const ExportPlace& place) {
  const std::string extension = place.model.extension().string();
  if (options.full_integer && (extension != ".tflite" || options.precision != "int8")) {
    throw Error(
        ExitCode::usage,
        "--full-integer is for a .tflite in int8. Add --precision int8 and give -o NAME.tflite, or leave it out.");
  }
  if (options.precision == "int8" && extension == ".mlmodel") {
    throw Error(ExitCode::usage,
                "a .mlmodel has 8 bits for weights only. Give --precision int8-weights, or write .onnx or .tflite.");
  }
  if (options.any_batch && extension != ".onnx")
    throw Error(ExitCode::usage, "--any-batch is for an .onnx. Give -o NAME.onnx, or leave it out.");
}

/// What is there is kept unless the user says otherwise, and what is exported always.
void check_place(const ExportOptions& options, const ExportPlace& place) {
  Sources sources;
  sources.add_named_in(options.data);
  sources.add(options.texts.metrics);
  sources.add(exported_file(options.from).string());
  sources.add(place.source.string());
  check_replaceable(sources, place.model.string(), options.overwrite);
  if (!options.no_card) check_replaceable(sources, place.card.string(), options.overwrite);
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

template <class... Values>
std::string format(const char* pattern, Values... values) {
  char text[320];
  std::snprintf(text, sizeof text, pattern, values...);
  return text;
}

/// Floats must say what the net says, fewer bits may cost a little; pictures that were drawn here are no measure of it.
void refuse_losses(const ExportOptions& options, const ExportPlace& place, const Judgement& judged, bool drawn) {
  if (options.force) return;
  std::string what;
  const double bound = options.precision == "fp32" ? kMostOffFp32 : kMostOffFp16;
  const double lost = judged.iou_before - judged.iou_after;
  if (judged.largest > bound && (options.precision == "fp32" || (options.precision == "fp16" && !drawn))) {
    what = format("run by %s, an output value is off by %.2g, more than %.2g. Write it all the same with --force.",
                  judged.device.c_str(), judged.largest, bound);
  } else if (!drawn && lost > kMostLostIou) {
    what = format(
        "as %s it loses %.2f points of IoU (%.2f to %.2f%s on %zu pictures), more than %.1f. Give more "
        "pictures like those in use with --data, another --precision, or --force.",
        options.precision.c_str(), lost * 100, judged.iou_before * 100, judged.iou_after * 100,
        judged.labelled ? "" : " against its own mattes", judged.people, kMostLostIou * 100);
  }
  if (!what.empty()) throw Error(ExitCode::model, "did not write '" + place.model.string() + "': " + what);
}

/// A file that nobody could judge is written only with --force, which says that it is wanted all the same.
void refuse_crash(const ExportOptions& options, const ExportPlace& place, const std::string& crash) {
  if (!options.force) {
    throw Error(ExitCode::model, "did not write '" + place.model.string() + "': the engine of this build crashed on " +
                                     "it as " + options.precision + " (" + crash +
                                     "). Give another --precision; --force writes it unjudged.");
  }
  std::printf("note: not judged: the engine of this build crashed on it (%s), and will do so again\n", crash.c_str());
}

void report(const ExportOptions& options, const Judgement& judged, bool drawn, bool read_back) {
  if (read_back) std::puts("nothing here runs Core ML: the file was read back and run as ONNX");
  std::printf("run by %s: outputs differ from the net's by %.2g at most, %.2g on average\n", judged.device.c_str(),
              judged.largest, judged.mean);
  if (options.precision == "fp32") return;
  if (judged.people == 0) {
    std::printf("note: not judged by IoU: the net finds nobody in these pictures in fp32. Give others with --data\n");
  } else {
    std::printf("IoU %.2f before, %.2f after, on %zu %s", judged.iou_before * 100, judged.iou_after * 100,
                judged.people,
                drawn             ? "drawn people"
                : judged.labelled ? "labelled pictures"
                                  : "pictures, against its own mattes in fp32");
  }
  if (read_back) {  // how long it takes here says nothing
    if (judged.people > 0) std::puts("");
    return;
  }
  std::printf("%sthe net alone %.2f ms before, %.2f ms after\n", judged.people > 0 ? "; " : "", judged.ms_before,
              judged.ms_after);
  if (judged.ms_after > judged.ms_before * kSlower) {
    std::printf("note: %s is slower than fp32 on this machine\n", options.precision.c_str());
  }
}

/// What was asked for, checked as far as it can be before anything is read.
ExportOptions checked(ExportOptions options) {
  if (options.size % 32 != 0) {
    throw Error(ExitCode::usage, "--size is " + std::to_string(options.size) + " but must be a multiple of 32.");
  }
  return options;
}

/// The ranges of a run that was taught in 8 bits are those that it was taught with, whatever pictures are given.
std::optional<net::Quantisation> taught_quantisation(const ExportOptions& options, const Trained& trained,
                                                     const net::Graph& graph) {
  if (options.precision != "int8") return std::nullopt;
  if (!trained.ranges.empty()) {
    return net::plan_quantisation(graph, net::read_ranges(graph, trained.ranges, exported_file(options.from).string()),
                                  options.full_integer);
  }
  if (options.data.empty()) {
    throw Error(ExitCode::usage,
                "int8 is fitted to real pictures, and there are none. Add --data with a set or a folder.");
  }
  return std::nullopt;
}

/// The file's bytes, after they were run and found good enough. `taught`: else 8 bits are fitted to pictures.
/// @throws Error(model) where they are not
std::vector<std::uint8_t> write_and_judge(const ExportOptions& options, const ExportPlace& place,
                                          const net::Graph& graph, const net::Weights& weights, net::WriteOptions write,
                                          const std::optional<net::Quantisation>& taught) {
  const net::FileKind& kind = net::find_file_kind(place.model.extension().string());
  const bool read_back = kind.read_back != nullptr;
  const net::FileKind& run_as = read_back ? net::find_file_kind(".onnx") : kind;
  ExportPlace run_at = place;
  run_at.model.replace_extension(run_as.extension);
  const ExportPictures pictures(options.data, options.pictures, kJudged);
  const auto card_of = [&](const std::vector<std::uint8_t>& bytes) {
    return parse_model_card(make_export_card(options.texts, graph, run_at, options.flatten, bytes), "card");
  };
  const std::vector<std::uint8_t> plain = run_as.write(graph, weights, {});
  if (taught) {
    write.quantisation = *taught;
  } else if (write.precision == net::Precision::int8) {
    write.quantisation = calibrate(graph, weights, card_of(plain), pictures, options.full_integer);
  }
  const std::vector<std::uint8_t> bytes = kind.write(graph, weights, write);
  std::vector<std::uint8_t> run = bytes;
  if (read_back) {
    const net::ReadNet read = kind.read_back(bytes, place.model.string());
    run = run_as.write(read.graph, read.weights, {});
  }
  const Workshop workshop;
  std::string crash;
  const std::optional<Judgement> judged =
      judge(workshop.model("before", card_of(plain), plain), workshop.model("after", card_of(run), run), graph, weights,
            pictures, crash);
  if (judged) {
    refuse_losses(options, place, *judged, pictures.drawn());
    report(options, *judged, pictures.drawn(), read_back);
  } else if (!crash.empty()) {
    refuse_crash(options, place, crash);
  } else {
    std::puts("not run after writing: this build has no engine");
  }
  return bytes;
}

int run_export(int argc, char** argv) {
  CLI::App app("Writes a trained net as an ONNX, TFLite or Core ML file.", "segme export");
  ExportOptions options;
  declare(app, options);
  if (!read_arguments(app, argc, argv)) return 0;
  options = checked(std::move(options));
  const ExportPlace place = place_of(options.output, options.folder_card, options.from);
  check_kind(options, place);
  // A card is for models that SegMe runs. The file itself says what goes in and what comes out.
  if (net::find_file_kind(place.model.extension().string()).read_back != nullptr) options.no_card = true;
  check_place(options, place);
  Trained trained = read_trained({"export", options.from, options.net, options.size});
  const net::Cost cost = net::count(trained.graph);
  net::Graph graph = net::fold_batch_norms(trained.graph, trained.weights);
  if (options.flatten) graph = net::flattened(std::move(graph));
  const std::optional<net::Quantisation> taught = taught_quantisation(options, trained, graph);

  watch_interrupt();
  if (!trained.remark.empty()) std::printf("%s\n", trained.remark.c_str());
  if (taught) std::puts("its 8 bits have the ranges that the run was taught with");
  const net::WriteOptions write{net::parse_precision(options.precision),
                                {},
                                {{"net", trained.graph.name}, {"precision", options.precision}},
                                options.any_batch};
  const std::vector<std::uint8_t> bytes = write_and_judge(options, place, graph, trained.weights, write, taught);
  const std::string card =
      !options.no_card ? make_export_card(options.texts, graph, place, options.flatten, bytes) : std::string();
  write_file(place.model, bytes);
  if (!options.no_card) write_file(place.card, std::vector<std::uint8_t>(card.begin(), card.end()));
  std::printf("%s: net %s, %s, %dx%d, %lld parameters, %.3f GMACs, %zu bytes\n", place.model.c_str(),
              trained.graph.name.c_str(), options.precision.c_str(), graph.input_shape().width,
              graph.input_shape().height, static_cast<long long>(cost.parameters_folded),
              static_cast<double>(cost.macs) / 1e9, bytes.size());
  return 0;
}

}  // namespace

const Command export_command{"export", "writes a trained net as an ONNX, TFLite or Core ML file", run_export};

}  // namespace segme::cli
