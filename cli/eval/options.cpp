// cli/eval/options: flags, and sets from folders or a manifest.
#include "cli/eval/options.h"

#include <CLI/CLI.hpp>

#include "base/error.h"
#include "capture/folder.h"
#include "data/set.h"

namespace segme::cli {

namespace fs = std::filesystem;

void declare_eval(CLI::App& app, EvalOptions& o) {
  app.add_option(
      "MODEL", o.models,
      "models to compare: names, quality levels, folders or files; then the folder with --images and --masks in it");
  app.add_option("--peers", o.peers,
                 "folder of other people's models, scored beside MODEL [the built-in ones], with their time and size");
  app.add_option("--images", o.images, "folder of pictures");
  app.add_option("--masks", o.masks, "folder of their mattes; a pair has the same name apart from the extension");
  app.add_option("--data", o.data,
                 "the set, instead of --images and --masks: manifest.csv, img.npy,msk.npy or a folder with images/ and "
                 "masks/ in it");
  app.add_option("--split", o.split, "which split of --data to score, if it has splits [val]");
  app.add_option("--group", o.group,
                 "also score each group, with a fairness table: folder, or a column of the manifest");
  app.add_flag("--video", o.video,
               "the pictures of a folder are the frames of a video, sorted by name; adds dtSSD and flicker");
  app.add_option("--metrics", o.metrics, "basic, or all (with Grad and Conn, which are slow) [basic]")
      ->check(CLI::IsMember({"basic", "all"}));
  app.add_option("--background-only", o.background_only,
                 "folder of pictures without people: how much is taken for a person");
  app.add_option("--refine", o.refine, "refiners in order, or none: the net alone, enlarged [" + o.refine + "]");
  app.add_option("--precision", o.precision, "arithmetic of the net: fp32 or bf16 [fp32]")
      ->check(CLI::IsMember({"fp32", "bf16"}));
  app.add_option("--jobs", o.jobs, "pictures in work at the same time [0: one for each core]")
      ->check(CLI::Range(0, 1024));
  app.add_option("--threads", o.threads, "cores for the net of each job [1]")->check(CLI::Range(1, 1024));
  app.add_flag("--json", o.json, "print the report as JSON");
  app.add_option("--csv", o.csv, "also write the scores of every picture to this file");
  app.add_option("--worst", o.worst,
                 "also write a sheet of the worst pictures, each with truth and matte, to this file (.jpg or .png)");
  app.add_flag("--overwrite", o.overwrite, "replace the files of --csv and --worst if they exist (never a source)");
  app.add_option("--worst-count", o.worst_count, "how many pictures --worst shows [12]")->check(CLI::Range(1, 200));
}

void find_set(EvalOptions& o) {
  const std::size_t least = o.peers.empty() ? 2 : 1;
  if (o.models.size() < least || o.images.empty() || !o.data.empty()) return;
  std::error_code error;
  const bool inside = fs::is_directory(fs::path(o.models.back()) / o.images, error);
  if (!inside && fs::is_directory(o.images, error)) return;
  o.set = o.models.back();
  o.models.pop_back();
}

std::vector<eval::Sample> read_set(const EvalOptions& o) {
  if (!o.data.empty()) {
    return data::samples_of_split(data::read_set(o.data), o.split);
  }
  if (o.images.empty() || o.masks.empty()) {
    if (!o.background_only.empty() && o.set.empty() && o.images.empty() && o.masks.empty()) return {};
    throw Error(
        ExitCode::usage,
        "no labelled pictures given. Write: segme eval MODEL SET --images DIR --masks DIR, or --data manifest.csv.");
  }
  return eval::pair_folders(fs::path(o.set) / o.images, fs::path(o.set) / o.masks);
}

std::vector<eval::Sample> read_backgrounds(const std::string& folder) {
  std::vector<eval::Sample> samples;
  if (folder.empty()) return samples;
  for (const PictureList::Entry& entry : list_pictures(folder).pictures) {
    eval::Sample sample;
    sample.name = entry.relative.generic_string();
    sample.image = entry.file;
    samples.push_back(std::move(sample));
  }
  if (samples.empty()) throw Error(ExitCode::input, "there is no picture in '" + folder + "'. Give another folder.");
  return samples;
}

}  // namespace segme::cli
