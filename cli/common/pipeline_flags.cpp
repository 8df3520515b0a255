// cli/common/pipeline_flags: see pipeline_flags.h. Lists of refiners and renderers are read off their tables.
#include "cli/common/pipeline_flags.h"

#include <CLI/CLI.hpp>
#include <string_view>

#include "base/error.h"
#include "cli/common/print_table.h"
#include "recipe/recipe.h"
#include "refine/refiner.h"

namespace segme::cli {
namespace {

void print_filters() {
  print_table<Refiner>("refiners, for --refine a,b:option=value,c", all_refiners());
  print_table<Background>("\nbackgrounds, for --background name:option=value", all_backgrounds());
  print_table<Renderer>("\nrenderers, for --render a,b:option=value,c", all_renderers());
  print_methods();
}

}  // namespace

std::string british(std::string value) { return value == "center" ? "centre" : value; }

void declare_pipeline_flags(CLI::App& app, PipelineFlags& flags, const std::string& backgrounds,
                            const std::string& threads) {
  app.add_flag("--matte", flags.matte, "write the matte itself: grey, white = person");
  app.add_option("-b,--background", flags.background, backgrounds);
  app.add_option(
         "--fit", flags.fit,
         "how a background picture is laid out: fill (covers), fit (shown whole) or centre (its own size) [fill]")
      ->check(CLI::IsMember({"fill", "fit", "centre"}))
      ->transform(british);
  app.add_option("-m,--model", flags.model, "a model's name, folder or file (default: the one for --quality)");
  app.add_option("--quality", flags.quality, "fast, balanced or accurate [balanced]")
      ->check(CLI::IsMember({"fast", "balanced", "accurate"}));
  declare_method(app, flags.method);
  app.add_option("--refine", flags.refine, "refiners in order, or none (see --help filters) [" + flags.refine + "]");
  app.add_option("--render", flags.render,
                 "renderers in order (see --help filters) [alpha, or cutout without --background]");
  app.add_option("--shadow", flags.shadow, "a shadow of the person: soft (on a wall) or contact (on the ground)")
      ->check(CLI::IsMember({"soft", "contact"}));
  app.add_option("--outline", flags.outline, "a line around the person: '#rrggbb' or a colour's name");
  app.add_option("--threads", flags.threads, "cores for the net [" + threads + "]")->check(CLI::Range(0, 1024));
  app.add_option(
         "--precision", flags.precision,
         "arithmetic of the net: fp32, bf16, or auto (bf16 where the processor has it) [" + flags.precision + "]")
      ->check(CLI::IsMember({"auto", "fp32", "bf16"}));
  app.add_option("--engine", flags.engine,
                 "library that runs the net: openvino, onnxruntime or litert [the first that is installed]");
  app.add_option("--device", flags.device,
                 "device that runs the net, as the engine calls it: CPU, GPU, NPU, CUDA ... [CPU]");
  app.add_flag("--no-cache", flags.no_cache, "compile the model anew, and keep nothing on disk");
}

void check_pipeline_flags(const PipelineFlags& flags) {
  const auto refuse = [](const char* sentence) { throw Error(ExitCode::usage, sentence); };
  const bool background = !flags.background.empty() && flags.background != "none";
  if (flags.matte && !(flags.shadow.empty() && flags.outline.empty())) {
    refuse("--matte writes the matte alone, so --shadow and --outline have no meaning beside it. Leave one out.");
  }
  if (flags.matte && (background || !flags.render.empty())) {
    refuse("--matte writes the matte alone, so --background and --render have no meaning beside it. Leave one out.");
  }
}

std::string PipelineFlags::effects() const {
  std::string result = shadow.empty() ? "" : "shadow:kind=" + shadow;
  if (!outline.empty()) result += (result.empty() ? "outline:colour=" : ",outline:colour=") + outline;
  return result;
}

std::string PipelineFlags::chain() const {
  const std::string last = effects();
  return render + (render.empty() || last.empty() ? "" : ",") + last;
}

Recipe recipe_of(const PipelineFlags& flags, int threads, bool still) {
  Recipe result;
  result.model = flags.model.empty() ? flags.quality : flags.model;
  result.refine = flags.refine;
  apply_method(flags.method, still, result);
  result.render = flags.chain();
  result.background = flags.matte ? "none" : flags.background;
  result.fit = read_fit(flags.fit);
  result.still = still;
  result.engine.threads = threads;
  result.engine.precision = read_precision(flags.precision);
  result.engine.engine = flags.engine;
  result.engine.device = flags.device;
  result.engine.cache = !flags.no_cache;
  return result;
}

bool print_filters_if_asked(int argc, char** argv) {
  for (int i = 1; i + 1 < argc; ++i) {
    if (std::string_view(argv[i]) != "--help" || std::string_view(argv[i + 1]) != "filters") continue;
    print_filters();
    return true;
  }
  return false;
}

}  // namespace segme::cli
