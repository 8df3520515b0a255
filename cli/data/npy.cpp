// segme data npy: a set -> img_uint8.npy and msk_uint8.npy, or such arrays -> folders of PNG.
#include <CLI/CLI.hpp>
#include <algorithm>

#include "base/error.h"
#include "cli/common/arguments.h"
#include "cli/data/batch.h"
#include "cli/data/commands.h"
#include "data/convert.h"
#include "sink/image_file.h"

namespace segme::cli {
namespace {

namespace fs = std::filesystem;

int arrays_to_folder(const DataOptions& options, const std::vector<eval::Sample>& samples) {
  DataBatch batch(options, samples);
  batch.run([&](std::size_t i) {
    fs::path name = stem_of(samples[i]);
    name += ".png";
    batch.write("images" / name, encode_image(data::read_picture(samples[i]), ".png"));
    if (!samples[i].matte.empty()) {
      batch.write("masks" / name, encode_matte(data::read_truth(samples[i]), ".png", 8));
    }
  });
  return batch.finish(std::to_string(samples.size()) + " rows, as pictures in " + options.output);
}

int set_to_arrays(const DataOptions& options, const std::vector<eval::Sample>& all, int size) {
  std::vector<eval::Sample> samples;
  std::copy_if(all.begin(), all.end(), std::back_inserter(samples), [](const auto& s) { return !s.matte.empty(); });
  if (samples.empty()) throw Error(ExitCode::input, "'" + options.set + "' has no picture with a mask.");
  DataBatch batch(options, samples);
  const fs::path images = batch.claim("img_uint8.npy");
  const fs::path mattes = batch.claim("msk_uint8.npy");
  const std::size_t rows = data::write_arrays(
      samples, images, mattes, {size, options.jobs},
      [&](const eval::Sample& sample, const std::string& why) { batch.fail(sample.name + ": " + why); },
      [&batch] { batch.step(); });
  const std::size_t others = all.size() - samples.size();
  return batch.finish(std::to_string(rows) + " rows in " + images.string() + " and " + mattes.string() +
                      (others > 0 ? "; " + std::to_string(others) + " pictures without a mask left out" : ""));
}

int run_npy(int argc, char** argv) {
  CLI::App app(
      "Converts a set to two arrays, DIR/img_uint8.npy and DIR/msk_uint8.npy, or arrays to PNG files in DIR/images/ "
      "and DIR/masks/.",
      "segme data npy");
  DataOptions options;
  int size = 0;
  options.declare(app, "a set (see segme data --help), or one .npy of pictures");
  app.add_option(
         "--size", size,
         "side of the arrays: pictures and masks are stretched to a square [0: as they are; all must have one size]")
      ->check(CLI::Range(0, 8192));
  if (!read_arguments(app, argc, argv)) return 0;
  const data::Set set = data::open_pictures(options.set);
  if (set.form == "arrays" && size != 0) {
    throw Error(ExitCode::usage, "--size has no meaning for arrays, whose rows are written as they are. Leave it out.");
  }
  if (!set.problems.empty()) (void)data::read_set(options.set);  // says them
  const std::vector<eval::Sample> samples = data::samples_of_split(set.samples, options.split);
  return set.form == "arrays" ? arrays_to_folder(options, samples) : set_to_arrays(options, samples, size);
}

}  // namespace

const Command data_npy_command{"npy", "writes a set as NumPy arrays, or arrays as pictures", run_npy};

}  // namespace segme::cli
