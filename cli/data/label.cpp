// segme data label: a set whose masks are partly what a model says of its pictures: what a net learns from the drawn
// ones alone it learns with their mistakes.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <atomic>
#include <memory>
#include <mutex>
#include <set>
#include <thread>

#include "base/error.h"
#include "cli/common/arguments.h"
#include "cli/common/interrupt.h"
#include "cli/data/batch.h"
#include "cli/data/commands.h"
#include "data/label.h"
#include "data/set.h"
#include "pipeline.h"
#include "recipe/recipe.h"
#include "sink/image_file.h"

namespace segme::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* kSoft = "soft";  // in the column `label`: no drawn edge, so training softens it no further

struct LabelOptions {
  DataOptions data;
  std::string model;
  std::string refine = "upsample";
  float share = 0.5F;
  double agree = 0.8;
};

void declare(CLI::App& app, LabelOptions& o) {
  o.data.declare(app, "pictures of people with their masks; see segme data --help");
  app.add_option("--model", o.model, "the model: its name, folder, or file with a card")->required();
  app.add_option("--refine", o.refine, "refiners for the mattes of the model [upsample]");
  app.add_option("--share", o.share, "share of the model in the new mask [0.5]")->check(CLI::Range(0.0, 1.0));
  app.add_option("--agree", o.agree, "if mask and model agree less than this IoU, the mask stays as it is [0.8]")
      ->check(CLI::Range(0.0, 1.0));
}

/// What is judged by, what is nobody and what has an alpha of its own stays as it is.
bool is_asked(const eval::Sample& sample) {
  return !sample.matte.empty() && sample.matte != sample.image && sample.split != "val" && sample.split != "test";
}

/// As many pipelines as pictures are worked on at the same time.
class Pool {
 public:
  explicit Pool(const LabelOptions& options) {
    Recipe recipe;
    recipe.model = options.model;
    recipe.refine = options.refine;
    recipe.still = true;
    recipe.engine.threads = 1;
    const int cores = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
    const int jobs = options.data.jobs > 0 ? options.data.jobs : cores;
    for (int i = 0; i < jobs; ++i) pipelines_.push_back(std::make_unique<Pipeline>(make_pipeline(recipe)));
    for (const auto& pipeline_of_a_job : pipelines_) free_.push_back(pipeline_of_a_job.get());
  }

  /// From any of that many threads. @throws Error of the pipeline, which then goes on with the next picture.
  Matte ask(const Frame& frame) {
    const auto give_back = [this](Pipeline* pipeline) {
      const std::lock_guard lock(mutex_);
      free_.push_back(pipeline);
    };
    const std::unique_ptr<Pipeline, decltype(give_back)> pipeline(take(), give_back);
    pipeline->reset();
    return pipeline->matte(frame);
  }

 private:
  Pipeline* take() {
    const std::lock_guard lock(mutex_);
    SEGME_CHECK(!free_.empty());
    Pipeline* const pipeline = free_.back();
    free_.pop_back();
    return pipeline;
  }

  std::mutex mutex_;
  std::vector<std::unique_ptr<Pipeline>> pipelines_;
  std::vector<Pipeline*> free_;
};

/// The manifest of what is done: the columns that training reads, then those that the set has besides.
std::string manifest_of(const std::vector<eval::Sample>& samples, const std::vector<fs::path>& masks,
                        const std::vector<char>& done) {
  const std::vector<std::string> read{"image", "mask", "source", "kind", "label", "split"};
  std::set<std::string> others;
  for (const eval::Sample& sample : samples) {
    for (const auto& [name, value] : sample.columns) others.insert(name);
  }
  for (const std::string& name : read) others.erase(name);
  std::string text;
  const auto line = [&](std::vector<std::string> fields, const auto& other) {
    for (const std::string& name : others) fields.push_back(other(name));
    for (std::size_t i = 0; i < fields.size(); ++i) text += (i > 0 ? "," : "") + eval::csv_field(fields[i]);
    text += "\n";
  };
  line(read, [](const std::string& name) { return name; });
  for (std::size_t i = 0; i < samples.size(); ++i) {
    if (done[i] == 0) continue;
    const eval::Sample& sample = samples[i];
    const std::string mask = sample.matte == sample.image ? std::string(eval::kOwnAlpha) : masks[i].string();
    line({fs::absolute(sample.image).string(), mask, sample.source, sample.kind, sample.label, sample.split},
         [&](const std::string& name) {
           const auto found = sample.columns.find(name);
           return found == sample.columns.end() ? std::string() : found->second;
         });
  }
  return text;
}

int run_label(int argc, char** argv) {
  CLI::App app("Mixes the answer of a model into each mask: writes DIR/masks/NAME.png and DIR/manifest.csv.",
               "segme data label");
  LabelOptions options;
  declare(app, options);
  if (!read_arguments(app, argc, argv)) return 0;
  auto samples = data::samples_of_split(data::read_set(options.data.set), options.data.split);
  if (std::any_of(samples.begin(), samples.end(), [](const auto& sample) { return sample.row >= 0; })) {
    throw Error(ExitCode::usage, "'" + options.data.set +
                                     "' is arrays, which a manifest cannot name. Make pictures of them first: segme "
                                     "data npy IMG.npy,MSK.npy -o DIR.");
  }
  DataBatch batch(options.data, samples, {options.model});
  const fs::path manifest = batch.claim("manifest.csv");
  Pool pool(options);
  std::vector<fs::path> masks(samples.size());
  std::vector<char> done(samples.size(), 0);  // a byte each: written by many threads
  std::atomic<std::size_t> mixed{0};
  std::atomic<std::size_t> kept{0};
  batch.run([&](std::size_t i) {
    eval::Sample& sample = samples[i];
    masks[i] = sample.matte.empty() ? fs::path() : fs::absolute(sample.matte);
    if (!is_asked(sample)) {
      done[i] = 1;
      return;
    }
    Frame frame;
    Matte truth;
    data::read_pair(sample, frame.image, truth);
    const std::optional<Matte> label = data::mix_labels(truth, pool.ask(frame), options.share, options.agree);
    if (!label) {
      ++kept;
      done[i] = 1;
      return;
    }
    fs::path name = "masks" / stem_of(sample);
    name += ".png";
    batch.write(name, encode_matte(*label, ".png", 8));
    masks[i] = name;
    sample.label = kSoft;
    ++mixed;
    done[i] = 1;
  });
  if (interrupted()) return static_cast<int>(ExitCode::interrupted);
  if (std::none_of(done.begin(), done.end(), [](char one) { return one != 0; })) {
    return batch.finish("no picture could be labelled, so there is no new set");
  }
  const std::string text = manifest_of(samples, masks, done);
  write_file(manifest, {text.begin(), text.end()});
  const fs::path folder = options.data.output;
  return batch.finish(std::to_string(mixed) + " masks with the model's part in " + (folder / "masks").string() + ", " +
                      std::to_string(kept) + " kept, because the model sees somebody else in them; the set is " +
                      (folder / "manifest.csv").string());
}

}  // namespace

const Command data_label_command{"label", "mixes what a model says of each picture into its mask", run_label};

}  // namespace segme::cli
