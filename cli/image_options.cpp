// cli/image_options: the flags of `segme image`, their help, and the lists of refiners and renderers from their tables.
#include "cli/image_options.h"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>

#include "base/error.h"
#include "cli/arguments.h"
#include "cli/print_table.h"
#include "refine/refiner.h"
#include "render/renderer.h"

namespace segme::cli {
namespace {

void print_filters() {
  print_table<Refiner>("refiners, for --refine a,b:option=value,c", all_refiners());
  print_table<Background>("\nbackgrounds, for --background name:option=value", all_backgrounds());
  print_table<Renderer>("\nrenderers, for --render a,b:option=value,c", all_renderers());
  print_methods();
}

void declare(CLI::App& app, ImageCommandOptions& o) {
  app.add_option("inputs", o.inputs, "picture files, folders (searched through), 'glob*.jpg', or - for standard input");
  app.add_option("-o,--output", o.output,
                 "a file, a folder/, a pattern such as out/%s-%03d.png (%s stem, %d number), or - for standard output");
  app.add_flag("--matte", o.matte, "write the matte itself: grey, white = person");
  app.add_option("--depth", o.depth, "bits of the matte: 8 or 16 [8]")->check(CLI::IsMember({8, 16}));
  app.add_option("-b,--background", o.background,
                 "none (transparent), blur, bokeh, '#rrggbb', a colour's name or a picture file [none]");
  app.add_option(
         "--fit", o.fit,
         "how a background picture is laid out: fill (covers), fit (whole) or centre (as large as it is) [fill]")
      ->check(CLI::IsMember({"fill", "fit", "centre"}));
  app.add_option("-m,--model", o.model, "a model's name, folder or file (default: the one for --quality)");
  app.add_option("--quality", o.quality, "fast, balanced or accurate [balanced]")
      ->check(CLI::IsMember({"fast", "balanced", "accurate"}));
  declare_method(app, o.method);
  app.add_option("--refine", o.refine, "refiners in order, or none (see --help filters) [" + o.refine + "]");
  app.add_option("--render", o.render,
                 "renderers in order (see --help filters) [alpha, or cutout without --background]");
  app.add_option("--format", o.format, "kind of file where -o names none: png, webp, tiff, jpg, bmp")
      ->check(CLI::IsMember({"png", "webp", "tiff", "tif", "jpg", "jpeg", "bmp"}));
  app.add_option("--jpeg-quality", o.jpeg_quality, "of JPEG, 1..100 [92]")->check(CLI::Range(1, 100));
  app.add_option("--compression", o.compression, "of PNG: 0 fastest .. 9 smallest [3]")->check(CLI::Range(0, 9));
  app.add_option("--threads", o.threads, "cores for the net [0: all, or 1 with several jobs]")
      ->check(CLI::Range(0, 1024));
  app.add_option("-j,--jobs", o.jobs, "pictures at the same time [0: one; for 4 or more as many as cores]")
      ->check(CLI::Range(0, 1024));
  app.add_option("--precision", o.precision, "of the net's arithmetic: fp32 or bf16 [fp32]")
      ->check(CLI::IsMember({"fp32", "bf16"}));
  app.add_flag("--json", o.json, "one JSON line a picture on standard output");
  app.add_flag("--dry-run", o.dry_run, "say what would be written, and write nothing");
  app.add_flag("--overwrite", o.overwrite, "replace outputs that exist (never an input)");
  app.add_flag("--skip-existing", o.skip_existing, "leave inputs out whose output exists");
  app.add_flag("--no-cache", o.no_cache, "do not keep or use the compiled model");
  app.add_option("--files-from", o.files_from,
                 "read the inputs' paths from a file or -, one a line; answers each with a line of JSON");
}

/// Combinations that mean nothing.
void check(const ImageCommandOptions& o) {
  const auto refuse = [](const char* sentence) { throw Error(ExitCode::usage, sentence); };
  const bool background = !o.background.empty() && o.background != "none";
  if (o.inputs.empty() && o.files_from.empty()) {
    refuse("no picture given. Write: segme image photo.jpg, or see segme image --help.");
  }
  if (!o.inputs.empty() && !o.files_from.empty()) {
    refuse("--files-from and inputs on the command line do not go together. Give one of them.");
  }
  if (o.overwrite && o.skip_existing) {
    refuse("--overwrite and --skip-existing contradict each other. Give one of them.");
  }
  if (o.matte && (background || !o.render.empty())) {
    refuse("--matte writes the matte alone, so --background and --render have no meaning beside it. Leave one out.");
  }
  const bool to_standard_output = o.output == "-" || (o.output.empty() && o.inputs == std::vector<std::string>{"-"});
  if (to_standard_output && (o.json || !o.files_from.empty())) {
    refuse("--json and the picture would both go to standard output. Give a file with -o.");
  }
  if (to_standard_output && !o.dry_run && ::isatty(STDOUT_FILENO) == 1) {
    refuse("standard output is a terminal, which shows no pictures. Add > cut.png, or give a file with -o.");
  }
}

}  // namespace

bool read_image_options(int argc, char** argv, ImageCommandOptions& options) {
  CLI::App app("Cuts the person out of pictures, or puts something else behind.", "segme image");
  declare(app, options);
  app.footer(
      "segme image photo.jpg                            a cut-out into the current folder"
      "\nsegme image photo.jpg -o me.jpg -b blur          another background"
      "\nsegme image photos/ -o mattes/ --matte --json    a folder and those below it"
      "\nsegme image --help filters                       refiners and renderers with their options");
  for (int i = 1; i + 1 < argc; ++i) {
    if (std::string_view(argv[i]) == "--help" && std::string_view(argv[i + 1]) == "filters") {
      print_filters();
      return false;
    }
  }
  if (!read_arguments(app, argc, argv)) return false;
  check(options);
  options.json = options.json || !options.files_from.empty();
  return true;
}

}  // namespace segme::cli
