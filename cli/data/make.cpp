// segme data synthetic, segme data curves: more pictures from those there are, as a set of their own: images/ and
// masks/.
#include <CLI/CLI.hpp>
#include <algorithm>

#include "base/error.h"
#include "cli/common/arguments.h"
#include "cli/data/batch.h"
#include "cli/data/commands.h"
#include "data/curves.h"
#include "data/set.h"
#include "data/synthetic.h"
#include "sink/image_file.h"

namespace segme::cli {
namespace {

namespace fs = std::filesystem;

struct SyntheticOptions {
  DataOptions data;
  std::string backgrounds;
  int size = 256;
  int count = 1;
  std::uint64_t seed = 1;
  bool plain = false;
};

void declare(CLI::App& app, SyntheticOptions& o) {
  o.data.declare(app, "pictures of people with their masks; see segme data --help");
  app.add_option("-b,--backgrounds", o.backgrounds, "folder of pictures without people [those of the SET]");
  app.add_option("--size", o.size, "side of the composites in pixels [256]")->check(CLI::Range(8, 8192));
  app.add_option("--count", o.count, "number of composites for each picture [1]")->check(CLI::Range(1, 100'000));
  app.add_option("--seed", o.seed, "seed of the random choices of backgrounds and places [1]");
  app.add_flag(
      "--plain", o.plain,
      "stretch everything to the square and blend simply: background (1 - m) + picture m, as the reference does");
}

/// Labelled pictures and what may stand behind them.
struct Stock {
  std::vector<eval::Sample> people, rooms;
};

Stock read_stock(const SyntheticOptions& o) {
  Stock stock;
  for (eval::Sample& sample : data::samples_of_split(data::read_set(o.data.set), o.data.split)) {
    (sample.matte.empty() ? stock.rooms : stock.people).push_back(std::move(sample));
  }
  if (!o.backgrounds.empty()) {
    stock.rooms = data::open_pictures(o.backgrounds).samples;
    // Of a manifest only what has nobody in it.
    std::erase_if(stock.rooms, [](const eval::Sample& sample) { return !sample.matte.empty(); });
  }
  if (stock.rooms.empty()) {
    throw Error(ExitCode::usage,
                "there is no background. Give a folder of pictures without people: --backgrounds DIR.");
  }
  if (stock.people.empty()) throw Error(ExitCode::input, "the set has no picture with a mask.");
  return stock;
}

/// A generator for the k-th composite of picture i: whatever thread makes it, it is the same.
data::Compositor::Random random_for(std::uint64_t seed, std::size_t i, int k) {
  std::seed_seq sequence{seed, static_cast<std::uint64_t>(i), static_cast<std::uint64_t>(k)};
  return data::Compositor::Random(sequence);
}

fs::path synthetic_name(const eval::Sample& sample, int k, int count) {
  const fs::path stem = stem_of(sample);
  const std::string number = count > 1 ? "_" + std::to_string(k) : "";
  return stem.parent_path() / ("syn_" + stem.filename().string() + number + ".png");
}

int run_synthetic(int argc, char** argv) {
  CLI::App app("Puts people on random backgrounds: writes DIR/images/syn_NAME.png and DIR/masks/syn_NAME.png.",
               "segme data synthetic");
  SyntheticOptions options;
  declare(app, options);
  if (!read_arguments(app, argc, argv)) return 0;
  Stock stock = read_stock(options);
  leave_out_results(options.data, stock.people, [](const std::string& stem) { return stem.starts_with("syn_"); });
  std::vector<std::string> rooms;
  for (const eval::Sample& room : stock.rooms) rooms.push_back(room.image.string());
  DataBatch batch(options.data, stock.people, rooms);
  batch.run([&](std::size_t i) {
    thread_local data::Compositor composer;
    Image picture;
    Image out;
    Matte truth;
    Matte matte;
    data::read_pair(stock.people[i], picture, truth);
    for (int k = 0; k < options.count; ++k) {
      data::Compositor::Random random = random_for(options.seed, i, k);
      const Image room = data::read_picture(stock.rooms[static_cast<std::size_t>(random() % stock.rooms.size())]);
      if (options.plain) {
        composer.plain(picture, truth, room, options.size, out, matte);
      } else {
        composer.natural(picture, truth, room, options.size, random, out, matte);
      }
      const fs::path name = synthetic_name(stock.people[i], k, options.count);
      batch.write("images" / name, encode_image(out, ".png"));
      batch.write("masks" / name, encode_matte(matte, ".png", 8));
    }
  });
  return batch.finish("composites in " + options.data.output);
}

int run_curves(int argc, char** argv) {
  CLI::App app("Writes a warm and a cool version of each picture: NAME_warm.png, NAME_cool.png, with their masks.",
               "segme data curves");
  DataOptions options;
  options.declare(app, "pictures, or a set; see segme data --help");
  if (!read_arguments(app, argc, argv)) return 0;
  const data::Set set = data::open_pictures(options.set);
  std::vector<eval::Sample> samples = data::samples_of_split(set.samples, options.split);
  leave_out_results(options, samples,
                    [](const std::string& stem) { return stem.ends_with("_warm") || stem.ends_with("_cool"); });
  DataBatch batch(options, samples);
  for (const data::Finding& problem : set.problems) batch.fail(problem.sentence());
  // Pictures without masks need no folders of two kinds.
  const bool labelled = std::any_of(samples.begin(), samples.end(), [](const auto& s) { return !s.matte.empty(); });
  batch.run([&](std::size_t i) {
    const Image picture = data::read_picture(samples[i]);
    std::vector<std::uint8_t> mask;
    if (!samples[i].matte.empty()) mask = encode_matte(data::read_truth(samples[i]), ".png", 8);
    for (const bool warm : {true, false}) {
      Image changed = picture;
      warm ? data::make_warm(changed) : data::make_cool(changed);
      fs::path name = stem_of(samples[i]);
      name += warm ? "_warm.png" : "_cool.png";
      batch.write(labelled ? "images" / name : name, encode_image(changed, ".png"));
      if (!mask.empty()) batch.write("masks" / name, mask);
    }
  });
  return batch.finish("warm and cool versions in " + options.output);
}

}  // namespace

const Command data_synthetic_command{"synthetic", "puts people on random backgrounds", run_synthetic};
const Command data_curves_command{"curves", "writes a warm and a cool version of each picture", run_curves};

}  // namespace segme::cli
