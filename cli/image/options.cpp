// cli/image/options: the flags of `segme image` and what does not go together.
#include "cli/image/options.h"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/name_pattern.h"
#include "cli/common/arguments.h"
#include "cli/common/replaceable.h"

namespace segme::cli {
namespace {

void declare(CLI::App& app, ImageCommandOptions& o) {
  app.add_option("inputs", o.inputs,
                 "picture files, folders with pictures, patterns such as '*.jpg', or - for standard input");
  app.add_option("-o,--output", o.output,
                 "a file, a folder/, a pattern such as out/%s-%03d.png (%s is the name, %d the number, %% a percent "
                 "sign), or - for standard output");
  app.add_option("--depth", o.depth, "bits of the matte: 8 or 16 [8]")->check(CLI::IsMember({8, 16}));
  declare_pipeline_flags(app, o.flags,
                         "none (transparent), blur, bokeh, '#rrggbb', a colour's name or a picture file [none]",
                         "0: all, or 1 with several jobs");
  declare_framing(app, o.placing);
  app.add_option("--format", o.format, "format if -o has no extension: png, webp, avif, jxl, tiff, jpg, bmp")
      ->check(CLI::IsMember({"png", "webp", "avif", "jxl", "tiff", "tif", "jpg", "jpeg", "bmp"}));
  app.add_option(
         "--lossy-quality,--jpeg-quality", o.lossy_quality,
         "quality of lossy formats, 1 to 100; WebP and JPEG XL are lossless unless you give it [JPEG and AVIF: 92]")
      ->check(CLI::Range(1, 100));
  app.add_option("--compression", o.compression,
                 "effort for PNG, WebP, AVIF and JPEG XL: 0 (fastest) to 9 (smallest file) [3]")
      ->check(CLI::Range(0, 9));
  app.add_option("-j,--jobs", o.jobs,
                 "pictures in work at the same time [0: one, or one for each core from 4 pictures on]")
      ->check(CLI::Range(0, 1024));
  app.add_flag("--json", o.json, "print one line of JSON for each picture");
  app.add_flag("--dry-run", o.dry_run, "say what would be written, but write nothing");
  app.add_flag("--overwrite", o.overwrite, "replace outputs that exist (never an input)");
  app.add_flag("--skip-existing", o.skip_existing, "skip inputs whose output exists");
  app.add_option("--files-from", o.files_from,
                 "read the names of the inputs from this file, or - for standard input, one a line; prints a line of "
                 "JSON for each");
  app.add_option("--watch", o.watch,
                 "work on the pictures of this folder and on new ones as they arrive, until Ctrl-C");
  app.add_flag("-0,--null", o.null, "the names of --files-from end with NUL characters (find -print0)");
}

/// Combinations that mean nothing.
void check(const ImageCommandOptions& o) {
  const auto refuse = [](const char* sentence) { throw Error(ExitCode::usage, sentence); };
  if (o.inputs.empty() && o.files_from.empty() && o.watch.empty()) {
    refuse("no picture given. Write: segme image photo.jpg, or see segme image --help.");
  }
  if (!o.inputs.empty() && !o.files_from.empty()) {
    refuse("--files-from and inputs on the command line do not go together. Give one of them.");
  }
  if (!o.watch.empty() && !(o.inputs.empty() && o.files_from.empty() && !o.dry_run && o.output != "-" &&
                            !NamePattern(o.output, true).has_places())) {
    refuse(
        "--watch takes its pictures from the folder, and -o names another folder for the results. Leave other inputs, "
        "--dry-run, patterns and -o - out.");
  }
  if (o.null && o.files_from.empty()) {
    refuse("--null says what is between the paths of a list, and there is none. Add --files-from.");
  }
  if (o.overwrite && o.skip_existing) {
    refuse("--overwrite and --skip-existing contradict each other. Give one of them.");
  }
  check_pipeline_flags(o.flags);
  check_framing(o.placing, o.flags);
  const bool to_standard_output = o.output == "-" || (o.output.empty() && o.inputs == std::vector<std::string>{"-"});
  if (to_standard_output && (o.json || !o.files_from.empty())) {
    refuse("--json and the picture would both go to standard output. Give a file with -o.");
  }
  if (to_standard_output && !o.dry_run && ::isatty(STDOUT_FILENO) == 1) {
    refuse("standard output is a terminal, which shows no pictures. Add > cut.png, or give a file with -o.");
  }
}

/// "--head" takes a value where one follows, and is a switch where a picture's name follows: CLI11 knows no such thing.
std::vector<char*> with_head(int argc, char** argv, std::string& square) {
  std::vector<char*> words(argv, argv + argc);
  for (std::size_t i = 1; i < words.size(); ++i) {
    if (std::string_view(words[i]) == "--") break;
    if (std::string_view(words[i]) != "--head") continue;
    if (i + 1 == words.size() || !looks_like_head_size(words[i + 1])) words[i] = square.data();
  }
  return words;
}

/// What the flags mean to the batch.
void settle(ImageCommandOptions& o) {
  const PipelineFlags& flags = o.flags;
  o.recipe = recipe_of(flags, flags.threads, true);
  if (o.placing.cuts_out()) o.recipe.render = flags.render;  // a shadow and an outline belong to the canvas
  o.framing = framing_of(o.placing, flags);
  o.used = sources_of(flags);
  const bool transparent = flags.transparent() && !o.placing.compare;
  o.drawn = flags.matte ? session::Drawn::matte : transparent ? session::Drawn::cutout : session::Drawn::composite;
}

}  // namespace

bool read_image_options(int argc, char** argv, ImageCommandOptions& options) {
  CLI::App app("Cuts the person out of pictures, or puts something else behind.", "segme image");
  declare(app, options);
  app.footer(
      "segme image photo.jpg                            a cut-out into the current folder"
      "\nsegme image photo.jpg -o me.jpg -b blur          another background"
      "\nsegme image photo.jpg --trim --margin 5%          cropped to the person"
      "\nsegme image photos/ -o mattes/ --matte --json    a folder and those below it"
      "\nsegme image --help filters                       refiners and renderers with their options");
  if (print_filters_if_asked(argc, argv)) return false;
  std::string square = "--head=square";
  std::vector<char*> words = with_head(argc, argv, square);
  if (!read_arguments(app, static_cast<int>(words.size()), words.data())) return false;
  check(options);
  settle(options);
  options.json = options.json || !options.files_from.empty();
  return true;
}

}  // namespace segme::cli
