// cli/bench/options: see options.h.
#include "cli/bench/options.h"

#include <CLI/CLI.hpp>
#include <algorithm>

#include "base/error.h"
#include "base/size_text.h"
#include "cli/common/arguments.h"
#include "session/levels.h"

namespace segme::cli {
namespace {

template <class List>
CLI::Option* list(CLI::App& app, const char* name, List& values, const char* help) {
  return app.add_option(name, values, help)->delimiter(',')->allow_extra_args(false);
}

void declare(CLI::App& app, BenchOptions& o) {
  app.add_option("MODEL", o.models,
                 "models: names, quality levels, folders or files (.onnx and .tflite need no card), or net:NAME from "
                 "'segme net list'");
  list(app, "--engine", o.engines, "a list of openvino, onnxruntime, litert [the first that is installed]");
  list(app, "--device", o.devices, "a list of devices, as the engine calls them: CPU, GPU ... [CPU]");
  list(app, "--threads", o.threads, "a list of cores for the net: 1,2 [1]")->check(CLI::Range(1, 1024));
  list(app, "--precision", o.precisions,
       "a list of fp32, bf16, int8 (rounded on the spot, to measure time only) [fp32]")
      ->check(CLI::IsMember({"fp32", "bf16", "int8"}));
  app.add_option("--input", o.input, "time whole frames of this picture, clip or camera, instead of the nets alone");
  list(app, "--size", o.size_texts,
       "time whole frames of these sizes, a list: 640x480,1280x720; without --input, of a drawn person");
  app.add_option("--refine", o.refine, "refiners of whole frames [" + o.refine + "]");
  app.add_option("--render", o.render, "renderers of whole frames [" + o.render + "]");
  app.add_option("--background", o.background, "of whole frames [" + o.background + "]");
  app.add_option("--rounds", o.rounds, "how often each runs [50]")->check(CLI::Range(1, 1000000));
  app.add_flag("--start", o.start,
               "also measure a start, from the program to the first matte: its time without (cold) and with (warm) a "
               "compiled model, and its memory");
  app.add_flag("--profile", o.profile, "show how long each layer takes, by kind and one by one");
  app.add_option("--top", o.top, "how many layers --profile lists one by one [10]")->check(CLI::Range(1, 100000));
  app.add_option("--trace", o.trace,
                 "write all stages and layers to this file, in the trace format of Chrome and Perfetto");
  app.add_flag("--overwrite", o.overwrite, "replace the file of --trace if it exists (never a source)");
  app.add_option("--baseline", o.baseline, "say what changed since this file, which --json wrote");
  app.add_option("--budget", o.budget_text, "find the best level and refiners for this time a frame: 33ms or 30fps");
  app.add_flag("--json", o.json, "print JSON");
  app.add_flag("--csv", o.csv, "print CSV");
  app.add_flag("--markdown", o.markdown, "print a Markdown table");
  app.add_flag("--start-only", o.start_only, "only starts, and prints its memory")->group("");
}

std::pair<int, int> read_frame_size(const std::string& text) {
  const auto size = parse_size(text);
  if (!size || std::min(size->first, size->second) < 16 || std::max(size->first, size->second) > 16384)
    throw Error(ExitCode::usage, "--size is '" + text + "': give sizes of 16x16 to 16384x16384, as 1280x720.");
  return *size;
}

void check_together(const BenchOptions& o) {
  const auto refuse = [](const char* sentence) { throw Error(ExitCode::usage, sentence); };
  if (o.models.empty() && o.budget == 0)
    refuse("no model given. Write: segme bench portrait, or see segme bench --help.");
  if (o.json + o.csv + o.markdown > 1)
    refuse("--json, --csv and --markdown are three forms of one report. Leave two out.");
  if (!o.baseline.empty() && (o.json || o.csv || o.markdown))
    refuse("--baseline prints text, and goes with none of --json, --csv and --markdown. Run bench twice.");
  if (o.profile && (o.csv || o.markdown)) refuse("--profile prints text or --json. Leave --csv and --markdown out.");
  if (o.budget > 0 && (o.profile || !o.baseline.empty() || o.csv || o.markdown))
    refuse("--budget prints text or --json, and goes with neither --profile nor --baseline. Leave them out.");
}

}  // namespace

bool read_bench_options(int argc, char** argv, BenchOptions& o) {
  CLI::App app("Compares the speed of models in one run: of the nets alone, or of whole frames.", "segme bench");
  declare(app, o);
  app.footer(
      "segme bench fit       fits the estimates of 'segme net' to this machine\nsegme bench transfer  shows what it "
      "costs to move mattes off a GPU");
  if (!read_arguments(app, argc, argv)) return false;
  for (const std::string& text : o.size_texts) o.sizes.push_back(read_frame_size(text));
  if (!o.budget_text.empty()) o.budget = session::read_budget(o.budget_text);
  check_together(o);
  return true;
}

}  // namespace segme::cli
