// segme eval: how good a model is on labelled pictures: IoU, boundary IoU, MAE and accuracy at each picture's own size.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cinttypes>
#include <cstdio>
#include <exception>
#include <functional>
#include <mutex>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>

#include "base/error.h"
#include "base/stopwatch.h"
#include "capture/folder.h"
#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/interrupt.h"
#include "cli/progress.h"
#include "data/set.h"
#include "eval/report.h"
#include "eval/sets.h"
#include "pipeline.h"
#include "sink/image_file.h"

namespace segme::cli {
namespace {

using Json = nlohmann::ordered_json;
namespace fs = std::filesystem;

struct EvalOptions {
  std::string model, set, images, masks, data, split = "val", group, csv, background_only;
  std::string refine = PipelineOptions{}.refine;
  std::string precision = "fp32";
  int jobs = 0;
  int threads = 1;
  bool json = false;
};

void declare(CLI::App& app, EvalOptions& o) {
  app.add_option("MODEL", o.model, "name, quality level, folder or file of a model")->required();
  app.add_option("SET", o.set, "folder of the set; --images and --masks lie in it");
  app.add_option("--images", o.images, "folder of pictures");
  app.add_option("--masks", o.masks, "folder of their mattes, of the same names but for the extension");
  app.add_option("--data", o.data,
                 "in place of a SET: manifest.csv, img.npy,msk.npy or a folder with images/ and masks/ in it");
  app.add_option("--split", o.split, "which split of --data, where it has splits [val]");
  app.add_option("--group", o.group, "also by group: a column of the manifest")
      ->check(CLI::IsMember({"source", "kind", "label", "split"}));
  app.add_option("--background-only", o.background_only, "folder of pictures without people: what is found in them");
  app.add_option("--refine", o.refine, "refiners in order, or none: the net alone, enlarged [" + o.refine + "]");
  app.add_option("--precision", o.precision, "of the net's arithmetic")->check(CLI::IsMember({"fp32", "bf16"}));
  app.add_option("--jobs", o.jobs, "pictures at a time (0: one a core)")->check(CLI::Range(0, 1024));
  app.add_option("--threads", o.threads, "cores for the net of each job [1]")->check(CLI::Range(1, 1024));
  app.add_flag("--json", o.json, "the report as JSON");
  app.add_option("--csv", o.csv, "also write the scores of every picture here");
}

std::vector<eval::Sample> read_set(const EvalOptions& o) {
  if (!o.data.empty()) {
    if (!o.set.empty()) throw Error(ExitCode::usage, "a SET and --data do not go together. Give one of them.");
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

/// Scores samples on `jobs` threads, a Pipeline each. The first failure ends all: figures of half a set mislead.
class Scorer {
 public:
  explicit Scorer(const EvalOptions& options) {
    PipelineOptions pipeline;
    pipeline.model = options.model;
    pipeline.refine = options.refine;
    pipeline.engine.threads = options.threads;
    pipeline.engine.precision = options.precision;
    const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
    const std::size_t jobs = options.jobs > 0 ? static_cast<std::size_t>(options.jobs) : cores;
    for (std::size_t i = 0; i < jobs; ++i) pipelines_.push_back(std::make_unique<Pipeline>(pipeline));
  }

  /// `use(i, matte, truth)` is called on any thread, for each sample once.
  void run(const std::vector<eval::Sample>& samples,
           const std::function<void(std::size_t, const Matte&, const Matte&)>& use) {
    Progress progress(samples.size(), true);
    next_ = 0;
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < std::min(pipelines_.size(), samples.size()); ++i) {
      threads.emplace_back([&, i] { work(*pipelines_[i], samples, use, progress); });
    }
    for (std::thread& thread : threads) thread.join();
    if (failure_) std::rethrow_exception(failure_);
    if (interrupted()) throw Error(ExitCode::interrupted, "stopped before the set was scored; there is no report.");
  }

  [[nodiscard]] const Segmenter& segmenter() const { return pipelines_.front()->segmenter(); }

 private:
  void work(Pipeline& pipeline, const std::vector<eval::Sample>& samples,
            const std::function<void(std::size_t, const Matte&, const Matte&)>& use, Progress& progress) {
    Frame frame;
    Matte truth;
    try {
      for (std::size_t i = take(); i < samples.size(); i = take()) {
        data::read_pair(samples[i], frame.image, truth);
        frame.number = static_cast<std::int64_t>(i);
        pipeline.reset();
        use(i, pipeline.matte(frame), truth);
        const std::lock_guard lock(mutex_);
        progress.step();
      }
    } catch (...) {
      const std::lock_guard lock(mutex_);
      if (!failure_) failure_ = std::current_exception();
    }
  }

  /// The next sample's index; past the end after a failure or Ctrl-C.
  std::size_t take() {
    const std::lock_guard lock(mutex_);
    return failure_ || interrupted() ? static_cast<std::size_t>(-1) : next_++;
  }

  std::vector<std::unique_ptr<Pipeline>> pipelines_;
  std::mutex mutex_;
  std::size_t next_ = 0;
  std::exception_ptr failure_;
};

std::vector<eval::Row> score_all(Scorer& scorer, const std::vector<eval::Sample>& samples, const std::string& group) {
  std::vector<eval::Row> rows(samples.size());
  scorer.run(samples, [&](std::size_t i, const Matte& matte, const Matte& truth) {
    rows[i] = {samples[i].name, eval::group_of(samples[i], group), eval::score(matte, truth)};
  });
  return rows;
}

/// Share of pixels found to be person in each picture that has none.
std::vector<double> false_shares(Scorer& scorer, const std::vector<eval::Sample>& samples) {
  std::vector<double> shares(samples.size());
  scorer.run(samples, [&](std::size_t i, const Matte& matte, const Matte& truth) {
    shares[i] = 1 - eval::score(matte, truth).accuracy;
  });
  return shares;
}

struct Result {
  std::vector<eval::Row> rows;
  std::vector<double> shares;  ///< of --background-only
  double seconds = 0;
  std::string model, device;
};

std::string hash_of(const std::vector<eval::Row>& rows) {
  std::vector<std::string> names;
  for (const eval::Row& row : rows) names.push_back(row.name);
  char text[24];
  std::snprintf(text, sizeof text, "%016" PRIx64, eval::hash_names(std::move(names)));
  return text;
}

double mean_of(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

void print_json(const EvalOptions& o, const Result& result) {
  Json json = {{"model", result.model}, {"device", result.device}, {"refine", o.refine}, {"seconds", result.seconds}};
  if (!result.rows.empty()) {
    json["set"] = o.data.empty() ? o.set : o.data;
    if (!o.data.empty()) json["split"] = o.split;
    json["hash"] = hash_of(result.rows);
    json["scores"] = Json::parse(eval::to_json(eval::summarise(result.rows)));
  }
  if (!result.shares.empty()) {
    json["background_only"] = {{"pictures", result.shares.size()},
                               {"person_share", mean_of(result.shares)},
                               {"person_share_p90", eval::percentile(result.shares, 0.9)}};
  }
  std::puts(json.dump(2, ' ', false, Json::error_handler_t::replace).c_str());
}

void print_text(const EvalOptions& o, const Result& result) {
  std::printf("model %s, %s, refine %s\n", result.model.c_str(), result.device.c_str(), o.refine.c_str());
  if (!result.rows.empty()) {
    std::printf("%zu pictures, set hash %s\n\n%s", result.rows.size(), hash_of(result.rows).c_str(),
                eval::to_table(eval::summarise(result.rows)).c_str());
  }
  if (!result.shares.empty()) {
    std::printf("\n%zu pictures without people: %.3f %% of the pixels taken for person on average, p90 %.3f %%\n",
                result.shares.size(), mean_of(result.shares) * 100, eval::percentile(result.shares, 0.9) * 100);
  }
  std::printf("\n%.1f s\n", result.seconds);
}

int run_eval(int argc, char** argv) {
  CLI::App app("Scores a model on labelled pictures, at each picture's own size.", "segme eval");
  EvalOptions options;
  declare(app, options);
  if (!read_arguments(app, argc, argv)) return 0;
  const std::vector<eval::Sample> samples = read_set(options);
  const std::vector<eval::Sample> backgrounds = read_backgrounds(options.background_only);
  watch_interrupt();
  Scorer scorer(options);
  const Stopwatch watch;
  Result result;
  result.rows = score_all(scorer, samples, options.group);
  result.shares = false_shares(scorer, backgrounds);
  result.seconds = watch.milliseconds() / 1000;
  result.model = scorer.segmenter().card().name;
  result.device = scorer.segmenter().device();
  if (!options.csv.empty()) {
    const std::string csv = eval::to_csv(result.rows);
    write_file(options.csv, std::vector<std::uint8_t>(csv.begin(), csv.end()));
  }
  options.json ? print_json(options, result) : print_text(options, result);
  return 0;
}

}  // namespace

const Command eval_command{"eval", "scores a model on labelled pictures", run_eval};

}  // namespace segme::cli
