// segme data crop: portrait sets out of photos.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <atomic>
#include <memory>

#include "base/error.h"
#include "base/resize.h"
#include "cli/common/arguments.h"
#include "cli/data/batch.h"
#include "cli/data/commands.h"
#include "data/crop.h"
#include "data/set.h"
#include "sink/image_file.h"

namespace segme::cli {
namespace {

namespace fs = std::filesystem;

struct CropOptions {
  DataOptions data;
  std::string cascade;
  int size = 256;
  int least = 128;
};

Image scaled(const Image& picture, int size) {
  Image result;
  resize_area(picture, size, size, result);
  return result;
}

bool is_square_name(const std::string& stem) {
  const std::size_t end = stem.find_first_not_of("0123456789", std::min<std::size_t>(stem.size(), 5));
  return stem.starts_with("port_") && end != std::string::npos && end > 5 && stem[end] == '_';
}

/// "portraits/port_2_name": the second square of a picture.
fs::path square_name(const eval::Sample& sample, std::size_t number) {
  const fs::path stem = stem_of(sample);
  return stem.parent_path() / ("port_" + std::to_string(number) + "_" + stem.filename().string() + ".png");
}

int run_crop(int argc, char** argv) {
  CLI::App app(
      "Cuts squares around faces, with a face's width of room on each side, and keeps those with exactly one face. "
      "Writes DIR/port_N_NAME.png, or DIR/images/ and DIR/masks/ for a set.",
      "segme data crop");
  CropOptions options;
  options.data.declare(app, "pictures, or a set; see segme data --help");
  app.add_option("--size", options.size, "side of the results in pixels [256]")->check(CLI::Range(8, 8192));
  app.add_option("--min", options.least, "side of the smallest square to take from a photo, in pixels [128]")
      ->check(CLI::Range(1, 100'000));
  app.add_option("--cascade", options.cascade, "another cascade file of OpenCV, to find faces with");
  if (!read_arguments(app, argc, argv)) return 0;
  (void)data::make_face_detector(options.cascade);  // what is missing is said before anything is read
  const data::Set set = data::open_pictures(options.data.set);
  std::vector<eval::Sample> samples = data::samples_of_split(set.samples, options.data.split);
  leave_out_results(options.data, samples, is_square_name);
  DataBatch batch(options.data, samples, {options.cascade});
  for (const data::Finding& problem : set.problems) batch.fail(problem.sentence());
  std::atomic<std::size_t> squares{0};
  std::atomic<std::size_t> without{0};
  batch.run([&](std::size_t i) {
    thread_local std::unique_ptr<data::FaceDetector> detector;
    if (!detector) detector = data::make_face_detector(options.cascade);
    Image picture;
    Matte truth;
    const bool labelled = !samples[i].matte.empty();
    if (labelled) {
      data::read_pair(samples[i], picture, truth);
    } else {
      picture = data::read_picture(samples[i]);
    }
    const std::vector<data::Area> boxes = data::portrait_squares(picture, *detector, options.least);
    without += boxes.empty() ? 1 : 0;
    for (std::size_t k = 0; k < boxes.size(); ++k, ++squares) {
      const fs::path name = square_name(samples[i], k + 1);
      batch.write(labelled ? "images" / name : name,
                  encode_image(scaled(data::cut(picture, boxes[k]), options.size), ".png"));
      if (!labelled) continue;
      Matte small;
      resize_matte(data::cut(truth, boxes[k]), options.size, options.size, small);
      batch.write("masks" / name, encode_matte(small, ".png", 8));
    }
  });
  return batch.finish(std::to_string(squares) + " squares in " + options.data.output + ", none in " +
                      std::to_string(without) + " of " + std::to_string(samples.size()) + " pictures");
}

}  // namespace

const Command data_crop_command{"crop", "cuts face-centred squares out of photos", run_crop};

}  // namespace segme::cli
