// cli/pipeline_flags: see pipeline_flags.h. Lists of refiners and renderers are read off their tables.
#include "cli/pipeline_flags.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <string_view>

#include "base/error.h"
#include "refine/refiner.h"
#include "render/renderer.h"

namespace segme::cli {
namespace {

template <class Face>
void print_table(const char* title, std::span<const Kind<Face>* const> table) {
  std::printf("%s\n", title);
  for (const Kind<Face>* kind : table) {
    std::printf("  %-16s %s\n", std::string(kind->name).c_str(), std::string(kind->summary).c_str());
    for (const OptionInfo& info : kind->options()) {
      const std::string range = info.range.empty() ? "" : ", " + info.range;
      std::printf("      %-14s %s (%s%s) [%s]\n", info.name.c_str(), info.help.c_str(), info.type.c_str(),
                  range.c_str(), info.default_value.c_str());
    }
  }
}

void print_filters() {
  print_table<Refiner>("refiners, for --refine a,b:option=value,c", all_refiners());
  print_table<Renderer>("\nrenderers, for --render name:option=value", all_renderers());
}

}  // namespace

void declare_pipeline_flags(CLI::App& app, PipelineFlags& flags, const std::string& backgrounds,
                            const std::string& threads) {
  app.add_flag("--matte", flags.matte, "write the matte itself: grey, white = person");
  app.add_option("-b,--background", flags.background, backgrounds + " [none]");
  app.add_option(
         "--fit", flags.fit,
         "how a background picture is laid out: fill (covers), fit (whole) or centre (as large as it is) [fill]")
      ->check(CLI::IsMember({"fill", "fit", "centre"}));
  app.add_option("-m,--model", flags.model, "a model's name, folder or file (default: the one for --quality)");
  app.add_option("--quality", flags.quality, "fast, balanced or accurate [balanced]")
      ->check(CLI::IsMember({"fast", "balanced", "accurate"}));
  app.add_option("--refine", flags.refine, "refiners in order, or none (see --help filters) [" + flags.refine + "]");
  app.add_option("--render", flags.render, "a renderer by name, in place of --background (see --help filters)");
  app.add_option("--threads", flags.threads, "cores for the net [" + threads + "]")->check(CLI::Range(0, 1024));
  app.add_option("--precision", flags.precision, "of the net's arithmetic: fp32 or bf16 [fp32]")
      ->check(CLI::IsMember({"fp32", "bf16"}));
  app.add_flag("--no-cache", flags.no_cache, "do not keep or use the compiled model");
}

void check_pipeline_flags(const PipelineFlags& flags) {
  const auto refuse = [](const char* sentence) { throw Error(ExitCode::usage, sentence); };
  const bool background = !flags.background.empty() && flags.background != "none";
  if (background && !flags.render.empty()) refuse("--background and --render contradict each other. Give one of them.");
  if (flags.matte && (background || !flags.render.empty())) {
    refuse("--matte writes the matte alone, so --background and --render have no meaning beside it. Leave one out.");
  }
}

PipelineOptions pipeline_options(const PipelineFlags& flags, int threads) {
  PipelineOptions result;
  result.model = flags.model.empty() ? flags.quality : flags.model;
  result.refine = flags.refine;
  result.render = flags.render.empty() ? "cutout" : flags.render;
  result.engine.threads = threads;
  result.engine.precision = flags.precision;
  result.engine.cache = flags.no_cache ? "off" : "on";
  return result;
}

void set_background(Pipeline& pipeline, const PipelineFlags& flags) {
  if (flags.render.empty() && !flags.matte) pipeline.set_renderer(make_background(flags.background, flags.fit));
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
